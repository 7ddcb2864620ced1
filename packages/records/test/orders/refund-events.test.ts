import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { newOrderId, packPayment } from '@onsale/ledger';
import { migrateRecords, openRecords, storeOrders, storeRows } from '@onsale/records';
import { startPostgres } from '@onsale/testing';
import { paymentRows } from '../../src/orders/payment-rows.ts';

const postgres = await startPostgres();
const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
await migrateRecords(db);
after(async () => {
  await db.destroy();
  await postgres.stop();
});

const orderOf = (orderId: string) => ({
  ...{ orderId, shard: 0 },
  record: JSON.stringify([
    ...['c1800000000000=pay_1', 'adult:2:2500:adult', 5000, 'EUR', 'show'],
    ...['Ada Lovelace', 'ada@example.org', 'online'],
  ]),
});

const payment = packPayment({
  ...{ revision: 2, provider: 'stripe', amountMinor: 5000, currency: 'EUR', disputes: [] },
  attempts: [],
  refunds: [
    {
      ...{ id: 're_1', paymentId: 'pi_1', amountMinor: 5000, reason: 'seller', state: 'done' },
      ...{ askedAtMs: 1_800_000_000_000, doneAtMs: 1_800_000_001_000, isNoted: true },
    },
  ],
});

async function eventOf(orderId: string): Promise<string | null | undefined> {
  const { event_id: eventId } = await db
    .selectFrom('records.refunds')
    .select('event_id')
    .where('order_id', '=', orderId)
    .executeTakeFirstOrThrow();
  return eventId;
}

const storeMoney = async (orderId: string) => {
  const rows = { lines: [], tickets: [], ...paymentRows(orderId, payment) };
  await db.transaction().execute(async (tx) => await storeRows(tx, [rows]));
};
const storeOrder = async (orderId: string, money?: string) => {
  const order = { ...orderOf(orderId), payment: money };
  await db.transaction().execute(async (tx) => await storeOrders(tx, [order]));
};

it('a refund has the event of its order, whichever is recorded first', async () => {
  const [together, before, after] = [0, 1, 2].map(() => newOrderId(0, Date.now()));
  await storeOrder(together!, payment);
  assert.equal(await eventOf(together!), 'show');

  await storeOrder(before!);
  await storeMoney(before!);
  assert.equal(await eventOf(before!), 'show');

  await storeMoney(after!);
  assert.equal(await eventOf(after!), null);
  await storeOrder(after!);
  assert.equal(await eventOf(after!), 'show');
});
