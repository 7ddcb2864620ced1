import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import { verifyCode } from '@onsale/ticket-codes/verify';
import { answerScan, findInOrder, type FoundInList, type ReadScan } from '../src/index.ts';
import { CASES, type EntranceCase } from './cases.ts';
import { comparable, entranceWorld } from './entrance-world.ts';

const world = entranceWorld({ eventId: 'three-days', firstDay: '2087-07-04', deviceName: 'Ada' });
const [ours] = addKey([]);
const [others] = addKey([]);
assert.ok(ours && others);

for (const each of CASES) {
  test(each.name, async () => {
    const { at = [0, '20:00'], entranceId = 'north', list } = each;
    const age = typeof list === 'object' ? { listAgeMs: list.ageMs } : {};
    const answer = answerScan(await read(each), {
      rules: list === 'none' ? undefined : world.rules,
      ...{ entranceId, nowMs: world.momentMs(at), ...age },
    });
    assert.deepEqual(comparable(answer), world.expected(each));
  });
}

test('in the console no entrance is refused', async () => {
  const found = await read({ name: '', read: { ticket: ['vip', 1] }, expect: { kind: 'welcome' } });
  const nowMs = world.momentMs([0, '20:00']);
  const answer = answerScan(found, { rules: world.rules, entranceId: undefined, nowMs });
  assert.equal(answer.kind, 'welcome');
});

// Each ticket is looked for in the whole list, as devices and the office do.
async function read(each: EntranceCase): Promise<ReadScan> {
  const { read: reading } = each;
  if ('ticket' in reading && reading.as === 'name') {
    return { found: find(world.tagOf(reading.ticket), each) };
  }
  assert.ok(ours && others);
  const text = world.codeOf(reading, { ours, others });
  const code = await verifyCode(text, [publishedKey(ours)], { eventId: world.eventId });
  return { code, found: code.ok ? find(code.ticket, each) : undefined };
}

function find(ticket: string, each: EntranceCase): FoundInList | undefined {
  for (const order of world.orders.map((each) => world.listed(each))) {
    const place = findInOrder(order, ticket);
    if (place === undefined) continue;
    const checkIns = world.listedCheckIns(each).filter((one) => one.order === order.order);
    return { order, ...place, checkIns };
  }
  return undefined;
}
