import type { Benchmark, Goal } from './measure/benchmark.ts';
import { CONNECTIONS, type Rates, ratesOf, startLoadDriver } from './measure/load-driver.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { startPeer } from './measure/peer-process.ts';
import { compare, interleave } from './measure/rounds.ts';

/**
 * Taking an order: the gateway validates it, makes its id and stores it, on disk before the answer.
 * Against a bare server that does none of it, and against the route that one would write first.
 */
export const postOrders: Benchmark = {
  name: 'post-orders',
  about: 'POST /orders against bare node:http, and against Fastify with a MULTI for each order',
  run: async (scale) => {
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
      const rates = { ours: noRates(), withKey: noRates(), bare: noRates(), plain: noRates() };
      await interleave(scale.rounds, {
        bare: ratesOf(driver, loads.bare, scale, rates.bare),
        ours: ratesOf(driver, loads.ours, scale, rates.ours),
        plain: ratesOf(driver, loads.plain, scale, rates.plain),
        withKey: ratesOf(driver, loads.withKey, scale, rates.withKey),
      });
      const what = '`POST /orders`, two items, one gateway';
      const ofCpu = "the same, for each second of the server's own CPU";
      const peers = {
        bare: 'bare `node:http`, parse and answer',
        plain: 'Fastify, SET and XADD in a MULTI for each order',
      };
      const row = (text: string, peer: keyof typeof peers, rate: keyof Rates, goal: Goal) =>
        compare({
          ...{ what: text, against: peers[peer], goal },
          unit: rate === 'perS' ? 'orders/s' : 'orders/CPU s',
          ours: rates.ours[rate],
          theirs: rates[peer][rate],
        });
      return [
        row(what, 'bare', 'perS', { atLeast: 0.7 }),
        row(ofCpu, 'bare', 'perCpuS', undefined),
        row(what, 'plain', 'perS', { atLeast: 1.1 }),
        row(ofCpu, 'plain', 'perCpuS', undefined),
        compare({
          what: 'the same with an `Idempotency-Key`',
          against: peers.bare,
          unit: 'orders/s',
          ours: rates.withKey.perS,
          theirs: rates.bare.perS,
          goal: undefined,
        }),
      ];
    } finally {
      await Promise.all([driver.stop(), gateway.stop(), bare.stop(), plain.stop()]);
      await redis.stop();
    }
  },
};

function urlOf(hello: unknown): string {
  return (hello as { url: string }).url;
}

function noRates(): Rates {
  return { perS: [], perCpuS: [] };
}
