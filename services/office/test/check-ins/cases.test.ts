import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  type EntranceParts,
  eventually,
  putOnSale,
  sellTickets,
  signInDevice,
  startEntrance,
  type TestDevice,
} from '@onsale/testing';
import { addKey } from '@onsale/ticket-codes';
import { sql } from 'kysely';
import { CASES, type OrderName } from '../../../../packages/check-in/test/cases.ts';
import {
  comparable,
  entranceWorld,
  type EntranceWorld,
  TIME_ZONE,
  TYPES,
} from '../../../../packages/check-in/test/entrance-world.ts';

// The table of cases with the real office and its database: by the same rule, it says what devices say.

const EVENT_ID = 'three-days';
const FROM_SALE = { eventId: EVENT_ID };
const DAYS_AGO = 8;
const DAY_MS = 86_400_000;

const entrance = await startEntrance();
after(async () => await entrance.stop());
const { office, ledger, signing } = entrance;
const [stranger] = addKey([]);
assert.ok(stranger);
const keys = { ours: signing, others: stranger };
let world: EntranceWorld;
let device: TestDevice;

before(async () => {
  // Sold while it is to come, and moved to where all of it is over: the office takes no scans of the future.
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const plan = entranceWorld({ eventId: EVENT_ID, firstDay: inDays(DAYS_AGO) });
  await putOnSale(ledger, catalogOf(plan));
  const ids = new Map<OrderName, string>();
  for (const { name, buyer, tickets } of plan.orders) {
    const wanted = [...Map.groupBy(tickets, ({ type }) => type)].map(
      ([type, of]) => `${type}:${of.length}`,
    );
    const customer = { name: buyer, email: `${name}@example.org` };
    ids.set(name, await sellTickets(ledger, { ...FROM_SALE, wanted: wanted.join(), customer }));
  }
  world = entranceWorld({
    ...{ eventId: EVENT_ID, firstDay: inDays(-DAYS_AGO), deviceName: 'Device 1' },
    orderId: (name) => ids.get(name) ?? '',
  });
  await eventually(
    async () => await recordedOrders(office.db),
    (count) => count === ids.size,
  );
  const { startsAt, endsAt } = world;
  await office.db
    .updateTable('records.events')
    .set({ details: sql`details || ${JSON.stringify({ startsAt, endsAt })}::jsonb` })
    .execute();
  for (const order of world.orders) await makeAsWritten(office.db, order);
  const ask = await office.as([{ role: 'manager' }]);
  const path = `/v1/events/${EVENT_ID}/entrance`;
  const { headers } = await ask('GET', path);
  const match = { 'if-match': headers.get('etag') ?? '' };
  const { status, body } = await ask('PUT', path, world.settings, match);
  assert.equal(status, 200, JSON.stringify(body));
  device = await signInDevice(office, { eventId: EVENT_ID, entranceId: 'north' });
  // It may have scanned all that it says it has.
  await office.db
    .updateTable('office.devices')
    .set({ signed_in_at: new Date('2000-01-01') })
    .execute();
});

beforeEach(async () => {
  await office.db.deleteFrom('office.check_ins').execute();
});

for (const each of CASES) {
  // The office has its list, and it is never old.
  if (each.list !== undefined) continue;
  test(each.name, async () => {
    const { before: earlier = [], at = [0, '20:00'], entranceId = 'north', read } = each;
    for (const { ticket: of, at: when, entranceId: where = 'north', isUndone } of earlier) {
      const was = { ticket: world.tagOf(of), entranceId: where, at: world.momentMs(when) };
      const shown = { kind: 'welcome', admitted: true } as const;
      const undone = { ...was, undo: true, shown: { ...shown, admitted: false } };
      const scans = [{ ...was, shown }, ...(isUndone === true ? [undone] : [])];
      const { status, body } = await device.send(scans);
      assert.equal(status, 200, JSON.stringify(body));
    }
    const what =
      'ticket' in read && read.as === 'name'
        ? { ticket: world.tagOf(read.ticket), via: 'name' as const }
        : { code: world.codeOf(read, keys) };
    // Nobody was let in by it: what the office says of that moment is its answer.
    const shown = { kind: 'undecided', reason: 'no_list', admitted: false } as const;
    const scan = { ...what, shown, entranceId, at: world.momentMs(at) };
    const { status, body } = await device.send([scan]);
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(comparable(body.results[0].answer), world.expected(each));
  });
}

async function recordedOrders(db: EntranceParts['db']): Promise<number> {
  const rows = await db
    .selectFrom('records.orders')
    .select('order_id')
    .where('event_id', '=', EVENT_ID)
    .where('status', '=', 'confirmed')
    .execute();
  return rows.length;
}

// Refunds, new holders and newer versions, without all that makes them.
async function makeAsWritten(
  db: EntranceParts['db'],
  { orderId, status, tickets }: EntranceWorld['orders'][number],
): Promise<void> {
  await db.updateTable('records.orders').set({ status }).where('order_id', '=', orderId).execute();
  for (const { line, number, version, holder = '', state } of tickets) {
    await db
      .updateTable('records.tickets')
      .set({ version, holder, state: state === 'valid' ? 'valid' : 'void' })
      .where('order_id', '=', orderId)
      .where('line', '=', line)
      .where('number', '=', number)
      .execute();
  }
}

function catalogOf({ startsAt, endsAt }: EntranceWorld): string {
  const tickets = TYPES.map(
    (id) =>
      `{ id: ${id}, name: ${id[0]?.toUpperCase()}${id.slice(1)}, type: standard, price: 10, capacity: 100 }`,
  );
  return `
events:
  - id: ${EVENT_ID}
    name: Three days
    venue: Hall
    startsAt: ${withoutMs(startsAt)}
    endsAt: ${withoutMs(endsAt)}
    timeZone: ${TIME_ZONE}
    currency: EUR
    tickets:
      - ${tickets.join('\n      - ')}
`;
}

function withoutMs(moment: string): string {
  return moment.replace('.000Z', 'Z');
}
