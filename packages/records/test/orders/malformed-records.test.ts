import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newOrderId } from '@onsale/ledger';
import {
  migrateRecords,
  openRecords,
  orderRows,
  type RecordedOrder,
  storeOrders,
} from '@onsale/records';
import { startPostgres } from '@onsale/testing';

const postgres = await startPostgres();
const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
await migrateRecords(db);
after(async () => {
  await db.destroy();
  await postgres.stop();
});

const REFUND = { id: 're_1', atMs: 1780833652282, amountMinor: 5, tickets: [[0, 1]] };
const ORDER = [
  ...['c1780833652281=pay_1', 'adult:2:2000:adult', 4000, 'EUR', 'show', 'Ada', 'ada@example.org'],
  'online',
  { fee: 100, tax: 10, source: 'shop', terms: '2', holders: [[0, 1, 'Bea', 2]], refunds: [REFUND] },
];
const PAID = { amountMinor: 4000, currency: 'EUR' };
const PAYMENT = {
  ...{ revision: 3, provider: 'bank', ...PAID },
  refunds: [
    { id: 'r', paymentId: 'p', amountMinor: 5, state: 'done', reason: 'seller', askedAtMs: 1 },
  ],
  disputes: [{ id: 'd', paymentId: 'p', amountMinor: 5, state: 'lost', respondByMs: 1 }],
  attempts: [{ number: 1, state: 'paid', paymentId: 'p', paid: PAID, use: 'tickets' }],
};
const ITEMS = [
  ...['adult:1:99999999999999999999:a', 'adult:1:1:a,adult:1:1:a', 'a\0:1:1:a'],
  'adult:2000000000:1:a',
];
// What can't be compressed is too long for an index.
const LONG = Array.from({ length: 9000 }, (_, i) => String.fromCodePoint(0x4e00 + i * 2)).join('');
const JUNK = [
  ...[null, true, [], {}, [null], 1.5, -1, 3e9, 1e17, 1e300],
  ...['', 'abc', '\0', '\uD800', LONG],
];

/** The value, with junk for each of its parts in turn. */
function* spoilt(value: unknown): Generator {
  yield* JUNK;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const junk of spoilt(part)) {
      yield Array.isArray(value) ? value.with(Number(key), junk) : { ...value, [key]: junk };
    }
  }
}

function* spoiltOrders(): Generator<Pick<RecordedOrder, 'record' | 'payment'>> {
  const record = JSON.stringify(ORDER);
  for (const each of spoilt(ORDER)) yield { record: JSON.stringify(each) };
  for (const each of ITEMS) yield { record: JSON.stringify(ORDER.with(1, each)) };
  for (const each of spoilt(PAYMENT)) yield { record, payment: JSON.stringify(each) };
}

test('whatever a record has, it is either refused or can be stored with all others', async () => {
  let refused = 0;
  const good: RecordedOrder[] = [];
  for (const each of spoiltOrders()) {
    const order = { orderId: newOrderId(0, Date.now()), shard: 0, ...each };
    try {
      orderRows(order);
      good.push(order);
    } catch {
      refused += 1;
    }
  }
  await db.transaction().execute(async (tx) => await storeOrders(tx, good));
  assert.ok(refused > 100 && good.length > 100, `${refused} refused, ${good.length} stored`);
});
