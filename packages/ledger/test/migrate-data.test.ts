import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  LAYOUT_KEY,
  openLedger,
  orderAddress,
  readOrder,
  settleOrders,
} from '../src/index.ts';
import { migrateData } from '../src/migrate-data.ts';
import { orderOf, place, read, settleAll, startLedgerRedis } from './test-ledger.ts';

const { server, redis, freshLedger } = await startLedgerRedis();

/**
 * A sale as version 1 has stored it: a confirmed order, a rejected one and one that waits. The first
 * `moved` of them lie where this version has them.
 */
async function oldSale(moved = 0) {
  const ledger = await freshLedger({ adult: 3 });
  const orders = [orderOf('adult:2'), orderOf('adult:2'), orderOf('adult:1')] as const;
  await place(ledger, orders[0], orders[1]);
  await settleAll(ledger);
  await place(ledger, orders[2]);
  const shown = await Promise.all(orders.map((order) => readOrder(ledger, order.id)));
  for (const [i, { id, customer, paymentMethod }] of orders.entries()) {
    if (i < moved) continue;
    const [bucket, field] = orderAddress(0, id);
    await server.command('HDEL', bucket, field);
    const { status = '', reason, settledAtMs, totalMinor = 0 } = shown[i] ?? {};
    const qty = i === 2 ? 1 : 2;
    await server.command(
      ...['HSET', `{s0}:order:${id}`, 'status', status, 'items', `adult:${qty}:1000:adult`],
      ...['total', String(totalMinor), 'currency', 'USD', 'event', shown[i]?.eventId ?? ''],
      ...['name', customer.name, 'email', customer.email, 'payment', paymentMethod],
      ...(settledAtMs === undefined ? [] : ['settled', String(settledAtMs)]),
      ...(reason === undefined ? [] : ['reason', reason]),
    );
  }
  await redis.command(LAYOUT_KEY, ['HDEL', LAYOUT_KEY, 'format']);
  return { orders, shown, shards: ledger.shards };
}

test('data of before is refused, and all of it is there after it was migrated', async () => {
  const { orders, shown, shards } = await oldSale();
  await assert.rejects(openLedger(redis, shards), {
    name: 'DataFormatError',
    message: /has format 1, and .* uses format 2; stop all services/,
  });

  assert.deepEqual((await Array.fromAsync(migrateData(redis))).at(-1), 3);
  const ledger = await openLedger(redis, shards);
  const migrated = await Promise.all(orders.map((order) => readOrder(ledger, order.id)));
  assert.deepEqual(migrated, shown);
  assert.deepEqual((await audit(ledger)).problems, []);
  assert.deepEqual(await settleOrders(ledger, 0, await read(ledger)), ['confirmed']);
  assert.deepEqual((await audit(ledger)).problems, []);
});

test('a migration that was interrupted goes on, and a finished one does nothing more', async () => {
  const { orders, shown, shards } = await oldSale(1);
  assert.deepEqual((await Array.fromAsync(migrateData(redis))).at(-1), 2);
  const ledger = await openLedger(redis, shards);
  assert.deepEqual(await Array.fromAsync(migrateData(redis)), []);
  const migrated = await Promise.all(orders.map((order) => readOrder(ledger, order.id)));
  assert.deepEqual(migrated, shown);
});

test('data of a newer version is left alone', async () => {
  const { shards } = await freshLedger({ adult: 3 });
  await redis.command(LAYOUT_KEY, ['HSET', LAYOUT_KEY, 'format', '3']);
  const newer = { name: 'DataFormatError', message: /a newer version has written it/ };
  await assert.rejects(openLedger(redis, shards), newer);
  await assert.rejects(Array.fromAsync(migrateData(redis)), newer);
  assert.equal(await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'format']), '3');
});
