import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claimIdempotencyKey,
  findFirstOrder,
  fingerprint,
  IDEMPOTENCY_TTL_S,
  idempotencyClaimsKey,
  idempotencyKey,
  type Ledger,
  ownKey,
  REHEARSAL_SHARD,
  releaseIdempotencyKey,
  shardOf,
} from '../../src/index.ts';
import { startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const customer = { name: 'Ada', email: 'ada@example.org' };
const claimOf = (orderId: string, shard: number, idempotencyKey = 'k') => ({
  ...{ idempotencyKey, customer, shard, orderId },
});

async function claim(ledger: Ledger, orderId: string, shard: number): Promise<boolean> {
  return await claimIdempotencyKey(ledger, claimOf(orderId, shard));
}

test('an idempotency key belongs to the shard it is used in', async () => {
  const ledger = await freshLedger({}, 4);
  const claims = await Promise.all([
    claim(ledger, 'a', 2),
    claim(ledger, 'b', 2),
    claimIdempotencyKey(ledger, claimOf('c', 3, 'other')),
  ]);
  assert.deepEqual(claims, [true, true, true]);
  assert.equal(await claim(ledger, 'd', 1), false);
  assert.equal(await claim(ledger, 'd', 1), false);
  assert.equal(await claim(ledger, 'e', 2), true);
});

test('of several shards that claim an idempotency key at once, one gets it', async () => {
  const ledger = await freshLedger({}, 4);
  const claims = await Promise.all(
    [0, 1, 2, 3].map((shard) => claim(ledger, `of-${shard}`, shard)),
  );
  assert.equal(claims.filter(Boolean).length, 1);
});

test('a key is free again once the last order using it was not stored', async () => {
  const ledger = await freshLedger({}, 4);
  await claim(ledger, 'refused', 2);
  await releaseIdempotencyKey(ledger, claimOf('refused', 2));
  assert.equal(await claim(ledger, 'other', 1), true);
});

test('a refused order does not free a key used by another order', async () => {
  const ledger = await freshLedger({}, 4);
  // Both use the same key at the same moment; one is refused, the other stored.
  for (const orderId of ['stored', 'refused']) await claim(ledger, orderId, 2);
  await releaseIdempotencyKey(ledger, claimOf('refused', 2));
  await releaseIdempotencyKey(ledger, claimOf('refused', 2));
  assert.equal(await claim(ledger, 'elsewhere', 1), false);
  assert.equal(await claim(ledger, 'again', 2), true);
});

test('a key refused to one shard stays with the other', async () => {
  const ledger = await freshLedger({}, 4);
  await claim(ledger, 'first', 2);
  assert.equal(await claim(ledger, 'second', 3), false);
  await releaseIdempotencyKey(ledger, claimOf('second', 3));
  assert.equal(await claim(ledger, 'third', 3), false);
});

test('a rehearsal neither takes a key of the shop nor loses its own to it', async () => {
  const ledger = await freshLedger({}, 4);
  assert.equal(await claim(ledger, 'sale', 2), true);
  assert.equal(await claim(ledger, 'rehearsal', REHEARSAL_SHARD), true);
  await releaseIdempotencyKey(ledger, claimOf('sale', REHEARSAL_SHARD));
  assert.equal(await claim(ledger, 'elsewhere', 1), false);
});

for (const shards of [1, 4]) {
  test(`the first order is found in the shop and in a rehearsal (${shards} shards)`, async () => {
    const ledger = await freshLedger({}, shards);
    const request = (ticketId: string) => ({
      ...{ idempotencyKey: 'k', customer, paymentMethod: 'card' },
      lines: [{ ticketId, qty: 1 }],
    });
    const record = async (shard: number, orderId: string, ticketId: string) => {
      const key = idempotencyKey(shard, ownKey(request(ticketId)));
      await server.command('SET', key, `${orderId} ${fingerprint(request(ticketId))}`);
    };
    await record(REHEARSAL_SHARD, 'rehearsed', 'dry-run');
    assert.equal(await findFirstOrder(ledger, request('dry-run')), 'rehearsed');
    assert.equal(await findFirstOrder(ledger, request('seat')), undefined);
    await claim(ledger, 'bought', shards - 1);
    await record(shards - 1, 'bought', 'seat');
    assert.equal(await findFirstOrder(ledger, request('seat')), 'bought');
    assert.equal(await findFirstOrder(ledger, request('dry-run')), 'rehearsed');
  });
}

test('a claim expires after a day', async () => {
  const ledger = await freshLedger({}, 4);
  await claim(ledger, 'a', 2);
  const key = ownKey({ idempotencyKey: 'k', customer });
  const ttl = Number(await server.command('TTL', idempotencyClaimsKey(shardOf(key, 4), key)));
  assert.ok(ttl > IDEMPOTENCY_TTL_S - 60 && ttl <= IDEMPOTENCY_TTL_S);
});
