import type { Benchmark, Goal, Scale } from './measure/benchmark.ts';
import { CONNECTIONS, type Rates, ratesOf, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { startPeer } from './measure/peer-process.ts';
import { absolute, compare, interleave } from './measure/rounds.ts';

const PEERS = {
  bare: 'bare `node:http`, parse and answer',
  plain: 'Fastify, SET and XADD in a MULTI for each order',
};

type Subject = 'ours' | 'withKey' | keyof typeof PEERS;

/**
 * Taking an order: the gateway validates it, makes its id and stores it, on disk before the answer.
 * Against a bare server that does none of it, and against the route that one would write first.
 */
export const postOrders: Benchmark = {
  name: 'post-orders',
  about: 'POST /orders against bare node:http, and against Fastify with a MULTI for each order',
  run: async (scale) => {
    const rates = { ours: noRates(), withKey: noRates(), bare: noRates(), plain: noRates() };
    const rounds = Math.ceil(scale.rounds / scale.processes);
    for (let i = 0; i < scale.processes; i += 1) await measure(rates, { ...scale, rounds });
    const what = '`POST /orders`, two items, one gateway';
    const ofCpu = "the same, for each second of the server's own CPU";
    const row = (text: string, peer: keyof typeof PEERS, rate: 'perS' | 'perCpuS', goal: Goal) =>
      compare({
        ...{ what: text, against: PEERS[peer], goal },
        unit: rate === 'perS' ? 'orders/s' : 'orders/CPU s',
        ours: rates.ours[rate],
        theirs: rates[peer][rate],
      });
    return [
      {
        ...row(what, 'bare', 'perS', { atLeast: 0.7 }),
        note: `${scale.processes} processes of each share the rounds, one after the other, each time with a new Redis`,
      },
      row(ofCpu, 'bare', 'perCpuS', undefined),
      row(what, 'plain', 'perS', { atLeast: 1.1 }),
      row(ofCpu, 'plain', 'perCpuS', undefined),
      compare({
        what: 'the same with an `Idempotency-Key`',
        against: PEERS.bare,
        unit: 'orders/s',
        ours: rates.withKey.perS,
        theirs: rates.bare.perS,
        goal: undefined,
      }),
      absolute({
        what: `Redis’ CPU for placing an order, as one gateway with ${CONNECTIONS} connections sends them`,
        unit: 'µs',
        ours: rates.ours.redisUs,
        goal: undefined,
      }),
    ];
  },
};

/** Adds the rounds of one process of each. */
async function measure(rates: Record<Subject, Rates>, scale: Scale): Promise<void> {
  const redis = await startBenchRedis();
  const environment = { REDIS_URL: redis.url };
  const core = 'measured';
  const gateway = await startReady('gateway', { core, environment });
  const bare = await startPeer('bare-http', { core });
  const plain = await startPeer('fastify-redis', {
    core,
    environment: { REDIS_SOCKET: redis.url.slice('unix://'.length) },
  });
  const driver = await startLoadDriver();
  try {
    const requests = orderRequests({ withKey: false });
    const withKey = orderRequests({ withKey: true });
    const loads = {
      ours: { url: gateway.address, pid: gateway.pid, requests, expect: 201 },
      withKey: { url: gateway.address, pid: gateway.pid, requests: withKey, expect: 201 },
      bare: { url: urlOf(bare.hello), pid: bare.pid, requests, expect: 201 },
      plain: { url: urlOf(plain.hello), pid: plain.pid, requests, expect: 201 },
    };
    for (const load of Object.values(loads)) {
      await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
    }
    await interleave(scale.rounds, {
      bare: ratesOf(driver, loads.bare, { scale, redis, rates: rates.bare }),
      ours: ratesOf(driver, loads.ours, { scale, redis, rates: rates.ours }),
      plain: ratesOf(driver, loads.plain, { scale, redis, rates: rates.plain }),
      withKey: ratesOf(driver, loads.withKey, { scale, redis, rates: rates.withKey }),
    });
  } finally {
    await Promise.all([driver.stop(), gateway.stop(), bare.stop(), plain.stop()]);
    await redis.stop();
  }
}

function urlOf(hello: unknown): string {
  return (hello as { url: string }).url;
}

function noRates(): Rates {
  return { perS: [], perCpuS: [], redisUs: [] };
}
