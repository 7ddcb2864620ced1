import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  boughtKey,
  codesKey,
  type Correction,
  correctOrder,
  eventKey,
  finishOrders,
  type Ledger,
  linePlacesKey,
  logReadersKey,
  type NewOrder,
  orderLogKey,
  orderVersion,
  readOrder,
  readOrderRecord,
  refundTickets,
} from '../../src/index.ts';
import { booksOf, EVENT_ID, hold, putEvent, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const [ADA, BO] = ['a'.repeat(22), 'b'.repeat(22)];
const CLIENT = 'x'.repeat(22);

/** A held order of all three seats of an event that allows each customer four. */
async function soldOut(): Promise<{ ledger: Ledger; order: NewOrder }> {
  const ledger = await freshLedger({ seat: 3 });
  await putEvent(ledger, ['seat'], {
    limits: { maxPerCustomer: 4, maxHoldsPerCustomer: 2, maxHoldsPerClient: 3 },
  });
  const order = await hold(ledger, 'seat:3', { customerKey: ADA, clientKey: CLIENT });
  return { ledger, order };
}

async function correct(ledger: Ledger, id: string, correction: Correction) {
  const version = orderVersion((await readOrderRecord(ledger, id)) ?? '');
  return await correctOrder(ledger, id, { correction, version, cause: 'office' });
}

async function bought(): Promise<Record<string, string>> {
  const reply = (await server.command('HGETALL', boughtKey(0, EVENT_ID))) as string[];
  const counts: Record<string, string> = {};
  for (let i = 0; i < reply.length; i += 2) counts[reply[i] ?? ''] = reply[i + 1] ?? '';
  return counts;
}

test('a held order of a sold-out event gets another buyer, and so do its tickets and its hold', async () => {
  const { ledger, order } = await soldOut();
  assert.deepEqual(await bought(), { [ADA]: '3', [`h:${ADA}`]: '1', [`h:~${CLIENT}`]: '1' });
  const customer = { name: 'Bo Ek', email: 'bo@example.com', key: BO };
  assert.equal(await correct(ledger, order.id, { customer }), 'done');
  assert.deepEqual(await bought(), { [BO]: '3', [`h:${BO}`]: '1', [`h:~${CLIENT}`]: '1' });
  const held = await readOrder(ledger, order.id);
  assert.deepEqual([held?.status, held?.customerKey], ['held', BO]);
  assert.deepEqual(held?.customer, { name: 'Bo Ek', email: 'bo@example.com' });
  assert.equal((await booksOf(ledger, 'seat'))?.held, 3);

  await finishOrders(ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
  const refund = { id: 're_1', amountMinor: 0, tickets: [[0, 1]] as const };
  await refundTickets(ledger, order.id, refund);
  assert.deepEqual(await bought(), { [BO]: '2' });
  const back = { name: 'Ada', email: 'ada@example.com', key: ADA };
  assert.equal(await correct(ledger, order.id, { customer: back }), 'done');
  assert.deepEqual(await bought(), { [ADA]: '2' });
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('answers and names on tickets are corrected together, in one change of the log', async () => {
  const { ledger, order } = await soldOut();
  const holders = [
    { ticket: [0, 1] as const, name: 'Ada' },
    { ticket: [0, 3] as const, name: 'Bo' },
  ];
  assert.deepEqual(await correct(ledger, order.id, { holders }), { refused: 'held' });
  await finishOrders(ledger, 0, [{ orderId: order.id, step: 'confirm', cause: 'pay_1' }]);
  await server.command('HSET', logReadersKey(0), 'test', '0-0');
  const answers = [['diet', 'vegan'] as const];
  assert.equal(await correct(ledger, order.id, { holders, answers }), 'done');
  const log = (await server.command('XRANGE', orderLogKey(0), '-', '+')) as [string, string[]][];
  assert.deepEqual(
    log.map(([, fields]) => fields.at(-1)),
    [`${order.id}:cc:office`],
  );
  const { extras } = (await readOrder(ledger, order.id))!;
  assert.deepEqual(extras?.answers, answers);
  assert.deepEqual(extras?.holders, [
    [0, 1, 'Ada', 2],
    [0, 3, 'Bo', 2],
  ]);
  assert.equal(await correct(ledger, order.id, { holders, answers }), 'already');
  const none = [{ ticket: [0, 4] as const, name: 'Cy' }];
  assert.equal(await correct(ledger, order.id, { holders: none }), 'no-such-ticket');
  assert.equal(await correct(ledger, order.id, { answers: [] }), 'done');
  assert.equal((await readOrder(ledger, order.id))?.extras?.answers, undefined);
});

test('a corrected order keeps its place and its code, and gives both back at its end', async () => {
  const ledger = await freshLedger({ seat: 3 });
  await putEvent(ledger, ['seat']);
  const farMs = 4_000_000_000_000;
  const places = linePlacesKey(0, EVENT_ID);
  const codes = codesKey(0, EVENT_ID);
  await server.command('HSET', eventKey(0, EVENT_ID), 'admission', '0');
  await server.command('HSET', places, ADA, `t 7 - ${farMs} 1 2`);
  await server.command('HSET', codes, 'TEN', '{"unit":"order","percent":10,"createdAtMs":1}');
  const tags = { place: ADA, codeUse: { code: 'TEN', uses: 1 } };
  const order = await hold(ledger, 'seat:1', { ...tags, customerKey: ADA });
  const customer = { name: 'Bo Ek', email: 'bo@example.com', key: BO };
  assert.equal(await correct(ledger, order.id, { customer }), 'done');
  const { place, codeUse, customerKey } = (await readOrder(ledger, order.id))!;
  assert.deepEqual({ place, codeUse, customerKey }, { ...tags, customerKey: BO });
  assert.equal(await server.command('HGET', codes, 'TEN:used'), '1');

  const cancel = { orderId: order.id, step: 'cancel', cause: 'office' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [cancel]), ['done']);
  assert.equal(await server.command('HGET', codes, 'TEN:used'), '0');
  assert.equal(await server.command('HGET', places, ADA), `t 7 - ${farMs} 1 2`);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('what was read before somebody else changed it corrects nothing', async () => {
  const { ledger, order } = await soldOut();
  const version = orderVersion((await readOrderRecord(ledger, order.id)) ?? '');
  const first = { customer: { name: 'Bo', email: 'bo@example.com', key: BO } };
  const second = { customer: { name: 'Cy', email: 'cy@example.com', key: ADA } };
  const both = await Promise.all(
    [first, second].map((correction) =>
      correctOrder(ledger, order.id, { correction, version, cause: 'office' }),
    ),
  );
  assert.deepEqual(both.toSorted(), ['changed', 'done']);
  assert.deepEqual((await audit(ledger)).problems, []);
});
