import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreateOrderResponse, Order } from '@onsale/contracts';
import { clearSetBack, createOrderLines, DataGuard, noteSetBack } from '@onsale/ledger';
import { ClientAddresses, createLogger, createRegistry, loadConfig } from '@onsale/service';
import { connectionOf, eventually, installOn } from '@onsale/testing';
import { buildApp } from '../../src/app.ts';
import { GatewayConfig } from '../../src/config.ts';
import { gatewayForTests } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';

const logger = createLogger({ service: 'gateway', instance: 'test', level: 'silent' });

/** The body of `/readyz`. */
interface Warned {
  warnings?: string[];
}

describe('a full backlog', () => {
  const gateway = gatewayForTests({ MAX_BACKLOG: '3' });

  it('gets 503 with Retry-After at once, until orders are settled', async () => {
    const place = async () =>
      await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
    const answers = await Promise.all(Array.from({ length: 10 }, place));
    const statuses = answers.map((answer) => answer.statusCode).sort();
    assert.deepEqual(statuses, [...Array<number>(3).fill(201), ...Array<number>(7).fill(503)]);
    const refused = answers.find((answer) => answer.statusCode === 503);
    assert.equal(refused?.json<{ code: string }>().code, 'OVERLOADED');
    assert.ok(Number(refused?.headers['retry-after']) >= 1);
    assert.equal((await gateway.written()).waiting, 3);

    await gateway.settleAll();
    assert.equal((await place()).statusCode, 201);
  });

  it('is remembered without asking Redis for each order; one at a time asks again', async () => {
    const place = async () => {
      const answer = await gateway.app.inject({ method: 'POST', url: '/orders', payload: order() });
      return answer.statusCode === 201 ? 'placed' : answer.json<{ code: string }>().code;
    };
    while ((await place()) === 'placed');
    process.kill(gateway.redis.pid, 'SIGSTOP');
    try {
      const codes = await Promise.all(Array.from({ length: 5 }, place));
      const refused = Array<string>(4).fill('OVERLOADED');
      assert.deepEqual(codes.sort(), [...refused, 'REDIS_UNAVAILABLE']);
    } finally {
      process.kill(gateway.redis.pid, 'SIGCONT');
    }
    await gateway.settleAll();
    await eventually(place, (code) => code === 'placed');
  });
});

describe('a dead Redis', () => {
  const gateway = gatewayForTests();

  const ask = async (method: 'GET' | 'POST', url: string) => {
    const payload = method === 'POST' ? { payload: order() } : {};
    return await gateway.app.inject({ method, url, ...payload });
  };
  const placed = async () => (await ask('POST', '/orders')).json<CreateOrderResponse>();

  const refusesAll = async (orderId: string) => {
    const requests: ['GET' | 'POST', string][] = [
      ['POST', '/orders'],
      ['GET', `/orders/${orderId}`],
      ['GET', `/orders/${orderId}/stream`],
    ];
    for (const [method, url] of requests) {
      const answer = await ask(method, url);
      assert.equal(answer.statusCode, 503, `${method} ${url}: ${answer.body}`);
      assert.equal(answer.json<{ code: string }>().code, 'REDIS_UNAVAILABLE');
      assert.ok(Number(answer.headers['retry-after']) >= 1);
    }
  };

  it('leads to 503, and everything works again when it is back', async () => {
    const { orderId } = await placed();
    assert.equal((await gateway.app.inject('/readyz')).statusCode, 200);
    await gateway.redis.kill('SIGKILL');
    await refusesAll(orderId);
    assert.equal((await gateway.app.inject('/livez')).statusCode, 200);
    // Without a gateway in service, nobody would give this answer.
    const ready = await gateway.app.inject('/readyz');
    assert.equal(ready.statusCode, 200);
    assert.deepEqual(ready.json<Warned>().warnings, ['Redis cannot be reached']);
    // Pages in memory are still served.
    assert.equal((await gateway.app.inject('/tickets')).statusCode, 200);

    await gateway.redis.restart();
    await eventually(
      async () => (await gateway.app.inject('/readyz')).json<Warned>().warnings,
      (warnings) => warnings === undefined,
    );
    const kept = await gateway.app.inject(`/orders/${orderId}`);
    assert.equal(kept.json<Order>().orderId, orderId, 'an order answered with 201 must be kept');
    assert.equal((await ask('POST', '/orders')).statusCode, 201);
  });

  it('leads to 503 while it merely hangs', async () => {
    const { orderId } = await placed();
    process.kill(gateway.redis.pid, 'SIGSTOP');
    try {
      // `npm run faults -- slow-redis` checks how soon; here it is before Redis resumes.
      await refusesAll(orderId);
    } finally {
      process.kill(gateway.redis.pid, 'SIGCONT');
    }
    await eventually(
      async () => (await ask('POST', '/orders')).statusCode,
      (status) => status === 201,
    );
  });

  it('that was emptied leads to 503 until its data is back', async () => {
    const { orderId } = await placed();
    await gateway.redis.command('SWAPDB', '0', '1');
    const answer = await ask('POST', '/orders');
    assert.equal(answer.statusCode, 503, answer.body);
    assert.equal(answer.json<{ code: string }>().code, 'DATA_LOST');
    const told = await eventually(
      async () => (await gateway.app.inject('/readyz')).json<Warned>(),
      ({ warnings }) => warnings !== undefined,
    );
    assert.match(told.warnings?.join() ?? '', /does not hold the data of this shop/);
    assert.equal((await gateway.app.inject('/tickets')).json<{ code: string }>().code, 'DATA_LOST');
    assert.equal(Number(await gateway.redis.command('DBSIZE')), 0, 'nothing must be created');

    // Newly installed data is not the data of this shop.
    await installOn(connectionOf(gateway.redis));
    const other = await ask('POST', '/orders');
    assert.equal(other.json<{ code: string }>().code, 'DATA_LOST');

    await gateway.redis.command('SWAPDB', '0', '1');
    await eventually(
      async () => (await ask('POST', '/orders')).statusCode,
      (status) => status === 201,
    );
    assert.equal((await gateway.app.inject(`/orders/${orderId}`)).statusCode, 200);
  });

  it('that was set back to an older backup leads to 503 until somebody has decided', async () => {
    const { orderId } = await placed();
    const connection = connectionOf(gateway.redis);
    await noteSetBack(connection, { shard: 0, recorded: '9-0', logEnd: '1-0', atMs: Date.now() });
    for (const [method, url] of [
      ['POST', '/orders'],
      ['GET', '/tickets'],
      ['GET', `/orders/${orderId}`],
    ] as const) {
      const refused = await eventually(
        async () => await ask(method, url),
        ({ statusCode }) => statusCode === 503,
      );
      assert.equal(refused.json<{ code: string }>().code, 'DATA_SET_BACK');
    }
    await clearSetBack(connection);
    await eventually(
      async () => (await ask('POST', '/orders')).statusCode,
      (status) => status === 201,
    );
    assert.equal((await gateway.app.inject(`/orders/${orderId}`)).statusCode, 200);
  });

  it('that is full leads to 503, not 500, and the backlog is still settled', async () => {
    const { orderId } = await placed();
    await gateway.redis.command('CONFIG', 'SET', 'maxmemory', '1');
    const answer = await ask('POST', '/orders');
    assert.equal(answer.statusCode, 503, answer.body);
    await gateway.settleAll();
    await gateway.redis.command('CONFIG', 'SET', 'maxmemory', '0');
    const settled = await gateway.app.inject(`/orders/${orderId}`);
    assert.equal(settled.json<Order>().status, 'confirmed');
  });
});

describe('a gateway that has not reached Redis yet', () => {
  it('responds 503 to everything but /livez', async () => {
    const config = loadConfig(GatewayConfig, {});
    const { signal } = new AbortController();
    const context = {
      logger,
      registry: createRegistry('gateway'),
      isDraining: () => false,
      guard: new DataGuard({ logger, shards: 1, strict: false, signal }),
      tracing: undefined,
      clients: new ClientAddresses(),
      orderLines: createOrderLines(logger, config.LOG_ORDERS),
    };
    const app = buildApp(config, context, () => undefined);
    const anOrder = `/orders/${'0'.repeat(28)}`;
    const operations = ['/fleet', '/fleet/stream'];
    for (const url of ['/tickets', '/events', '/events/fair', anOrder, ...operations]) {
      const answer = await app.inject(url);
      assert.equal(answer.statusCode, 503, url);
      assert.ok(Number(answer.headers['retry-after']) >= 1);
    }
    const placing = await app.inject({ method: 'POST', url: '/orders', payload: order() });
    assert.equal(placing.statusCode, 503);
    const ready = await app.inject('/readyz');
    assert.equal(ready.statusCode, 503);
    assert.match(ready.body, /the shop is not open yet/);
    assert.equal((await app.inject('/livez')).statusCode, 200);
    await app.close();
  });
});
