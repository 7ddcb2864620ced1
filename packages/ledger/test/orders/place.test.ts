import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  audit,
  countBacklog,
  findFirstOrder,
  idempotencyKey,
  IDEMPOTENCY_TTL_S,
  MAX_PLACE_BATCH,
  ownKey,
  placeOrders,
  readOrder,
  readStock,
  stockKey,
} from '../../src/index.ts';
import { connectRedis } from '@onsale/redis';
import { ON_CLUSTER, orderOf, place, settleAll, startLedgerRedis } from '../test-ledger.ts';

const { server, freshLedger } = await startLedgerRedis();

const login = { REDIS_USERNAME: 'seller', REDIS_PASSWORD: 'secret' };

const PLACED = { outcome: 'placed' } as const;

test('a placed order is stored as pending and queued', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:2');
  assert.deepEqual(await place(ledger, order), [PLACED]);
  const stored = await readOrder(ledger, order.id);
  assert.equal(stored?.status, 'pending');
  assert.deepEqual(stored.lines, order.lines);
  assert.equal(await countBacklog(ledger.redis, 0), 1);
});

test('placing takes no stock: only settling does', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2'));
  assert.equal((await readStock(ledger, 0)).get('adult')?.remaining, 10);
});

test('an order exceeding the stock is refused at once with the remaining number, and not stored', async () => {
  const ledger = await freshLedger({ adult: 3, child: 5 });
  const order = orderOf('child:5,adult:4', { idempotencyKey: 'k' });
  assert.deepEqual(await place(ledger, order), [
    { outcome: 'sold-out', ticketId: 'adult', remaining: 3 },
  ]);
  assert.equal(await readOrder(ledger, order.id), undefined);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
  assert.deepEqual(await place(ledger, orderOf('adult:3', { idempotencyKey: 'k' })), [PLACED]);
});

test('quantities of equal tickets are added up before the stock check', async () => {
  const ledger = await freshLedger({ adult: 3 });
  const [placement] = await place(ledger, orderOf('adult:2,adult:2'));
  assert.deepEqual(placement, { outcome: 'sold-out', ticketId: 'adult', remaining: 3 });
});

test('a ticket without books is not reported as sold out', async () => {
  const ledger = await freshLedger({ adult: 3 });
  const [placement] = await place(ledger, orderOf('unheard-of:1'));
  assert.deepEqual(placement, { outcome: 'no-stock', ticketId: 'unheard-of' });
});

test('orders beyond the backlog limit are refused, within a batch and after it', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const full = { outcome: 'backlog-full' } as const;
  const orders = [orderOf('adult:1'), orderOf('adult:1'), orderOf('adult:1')];
  const placements = await placeOrders(ledger, 0, { orders, maxBacklog: 2 });
  assert.deepEqual(placements, [PLACED, PLACED, full]);
  const late = { orders: [orderOf('adult:1')], maxBacklog: 2 };
  assert.deepEqual(await placeOrders(ledger, 0, late), [full]);
  assert.equal(await countBacklog(ledger.redis, 0), 2);
  await settleAll(ledger);
  assert.deepEqual(await placeOrders(ledger, 0, late), [PLACED]);
});

test('repeating a request with its idempotency key returns the first order', async () => {
  const ledger = await freshLedger({ adult: 10, child: 10 });
  const first = orderOf('adult:2,child:1', { idempotencyKey: 'k' });
  await place(ledger, first);
  const again = orderOf('child:1,adult:2', { idempotencyKey: 'k' });
  const duplicate = { outcome: 'duplicate', orderId: first.id } as const;
  assert.deepEqual(await place(ledger, again), [duplicate]);
  await settleAll(ledger);
  assert.deepEqual(await place(ledger, again), [duplicate]);
  assert.equal(await readOrder(ledger, again.id), undefined);
  assert.equal(await countBacklog(ledger.redis, 0), 0);
});

test('an idempotency key used twice in one batch creates one order', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const [first, second] = [1, 2].map(() => orderOf('adult:2', { idempotencyKey: 'k' }));
  assert.ok(first && second);
  assert.deepEqual(await place(ledger, first, second), [
    PLACED,
    { outcome: 'duplicate', orderId: first.id },
  ]);
  assert.equal(await countBacklog(ledger.redis, 0), 1);
});

test('an idempotency key used for another request is refused', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2', { idempotencyKey: 'k' }));
  const customer = { name: 'Grace Hopper', email: 'ada@example.org' };
  const others = [
    orderOf('adult:3', { idempotencyKey: 'k' }),
    orderOf('adult:2', { idempotencyKey: 'k', paymentMethod: 'cash' }),
    orderOf('adult:2', { idempotencyKey: 'k', customer }),
  ];
  for (const placement of await place(ledger, ...others)) {
    assert.deepEqual(placement, { outcome: 'key-reused' });
  }
  assert.equal(await countBacklog(ledger.redis, 0), 1);
});

test('idempotency keys of different customers do not collide', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const grace = { name: 'Grace Hopper', email: 'grace@example.org' };
  const loud = { name: 'Ada Lovelace', email: 'ADA@example.org' };
  const placements = await place(
    ledger,
    orderOf('adult:2', { idempotencyKey: 'k' }),
    orderOf('adult:2', { idempotencyKey: 'k', customer: grace }),
    orderOf('adult:2', { idempotencyKey: 'k', customer: loud }),
  );
  assert.deepEqual(placements, [PLACED, PLACED, { outcome: 'key-reused' }]);
});

test('the order of a request is found by its idempotency key, without the catalog', async () => {
  const ledger = await freshLedger({ adult: 10 });
  const order = orderOf('adult:2', { idempotencyKey: 'k' });
  await place(ledger, order);
  const request = { ...order, idempotencyKey: 'k' };
  assert.equal(await findFirstOrder(ledger, request), order.id);
  assert.equal(await findFirstOrder(ledger, { ...request, idempotencyKey: 'other' }), undefined);
  assert.equal(await findFirstOrder(ledger, { ...request, paymentMethod: 'cash' }), undefined);
});

test(
  'a user who may read stock but not write it can place orders',
  { skip: ON_CLUSTER },
  async () => {
    const ledger = await freshLedger({ adult: 3 });
    const written = ['order-stream', 'counts', 'buckets', 'orders:*', 'idempotency:*'];
    await server.command(
      ...['ACL', 'SETUSER', 'seller', 'reset', 'on', '>secret', '+@all'],
      ...['%R~{s0}:stock', '%R~{s0}:event:*'],
      ...written.map((key) => `~{s0}:${key}`),
    );
    const redis = await connectRedis(
      { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0, ...login },
      { logger: console, name: 'seller' },
    );
    const orders = [orderOf('adult:2', { idempotencyKey: 'k' }), orderOf('adult:4')];
    const placements = await placeOrders({ ...ledger, redis }, 0, { orders, maxBacklog: 10 });
    assert.deepEqual(
      placements.map(({ outcome }) => outcome),
      ['placed', 'sold-out'],
    );
    const taking = redis.command('', ['HSET', stockKey(0), 'adult:remaining', '1000']);
    await assert.rejects(taking, /NOPERM/);
    await redis.close();
  },
);

test('a repeated request is the same although the price has changed', async () => {
  const ledger = await freshLedger({ adult: 10 });
  await place(ledger, orderOf('adult:2', { idempotencyKey: 'k' }));
  const lines = orderOf('adult:2').lines.map((line) => ({ ...line, unitMinor: 9999 }));
  const [placement] = await place(ledger, orderOf('adult:2', { idempotencyKey: 'k', lines }));
  assert.equal(placement?.outcome, 'duplicate');
});

test('a repeated request gets its result although tickets are sold out or the backlog is full', async () => {
  const ledger = await freshLedger({ adult: 2 });
  const order = orderOf('adult:2', { idempotencyKey: 'k' });
  await place(ledger, order);
  await settleAll(ledger);
  const again = { orders: [orderOf('adult:2', { idempotencyKey: 'k' })], maxBacklog: 0 };
  const duplicate = { outcome: 'duplicate', orderId: order.id } as const;
  assert.deepEqual(await placeOrders(ledger, 0, again), [duplicate]);
});

test('an idempotency key is remembered for a day', async () => {
  const ledger = await freshLedger({ adult: 2 });
  await place(ledger, orderOf('adult:1', { idempotencyKey: 'k' }));
  const customer = orderOf('adult:1').customer;
  const key = ownKey({ idempotencyKey: 'k', customer });
  const ttl = Number(await server.command('TTL', idempotencyKey(0, key)));
  assert.ok(ttl > IDEMPOTENCY_TTL_S - 60 && ttl <= IDEMPOTENCY_TTL_S, String(ttl));
});

for (const idempotencyKey of [undefined, 'k']) {
  const how = idempotencyKey === undefined ? 'without a key' : 'with a key';

  test(`placing the same order again does not create a second one (${how})`, async () => {
    const ledger = await freshLedger({ adult: 10 });
    const order = orderOf('adult:2', { idempotencyKey });
    await place(ledger, order);
    assert.deepEqual(await place(ledger, order), [PLACED]);
    assert.equal(await countBacklog(ledger.redis, 0), 1);
    await settleAll(ledger);
    assert.deepEqual(await place(ledger, order), [PLACED]);
    assert.equal((await readOrder(ledger, order.id))?.status, 'confirmed');
    assert.equal(await countBacklog(ledger.redis, 0), 0);
    assert.deepEqual((await audit(ledger)).problems, []);
  });

  test(`the same order twice in a batch is stored once (${how})`, async () => {
    const ledger = await freshLedger({ adult: 10 });
    const order = orderOf('adult:2', { idempotencyKey });
    assert.deepEqual(await place(ledger, order, order), [PLACED, PLACED]);
    assert.equal(await countBacklog(ledger.redis, 0), 1);
    assert.deepEqual((await audit(ledger)).problems, []);
  });
}

test('each order of a batch gets its own result, in batch order', async () => {
  const ledger = await freshLedger({ adult: 5 });
  await place(ledger, orderOf('adult:1', { idempotencyKey: 'k' }));
  const placements = await place(
    ledger,
    orderOf('adult:6'),
    orderOf('adult:1'),
    orderOf('adult:1', { idempotencyKey: 'k' }),
    orderOf('adult:2', { idempotencyKey: 'k' }),
  );
  const outcomes = placements.map((placement) => placement.outcome);
  assert.deepEqual(outcomes, ['sold-out', 'placed', 'duplicate', 'key-reused']);
});

test('the largest batch is placed in one call', async () => {
  const ledger = await freshLedger({ adult: 1000 });
  const orders = Array.from({ length: MAX_PLACE_BATCH }, (_, i) =>
    orderOf('adult:1', { idempotencyKey: `k${i}` }),
  );
  const placements = await place(ledger, ...orders);
  assert.ok(placements.every((placement) => placement.outcome === 'placed'));
  assert.equal(await countBacklog(ledger.redis, 0), MAX_PLACE_BATCH);
});
