import type { Benchmark } from './measure/benchmark.ts';
import { CONNECTIONS, requestsPerS, startLoadDriver } from './measure/load-driver.ts';
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
        ours: { url: gateway.address, requests, expect: 201 },
        withKey: { url: gateway.address, requests: withKey, expect: 201 },
        bare: { url: urlOf(bare.hello), requests, expect: 201 },
        plain: { url: urlOf(plain.hello), requests, expect: 201 },
      };
      for (const load of Object.values(loads)) {
        await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
      }
      const figures = await interleave(scale.rounds, {
        bare: requestsPerS(driver, loads.bare, scale),
        ours: requestsPerS(driver, loads.ours, scale),
        plain: requestsPerS(driver, loads.plain, scale),
        withKey: requestsPerS(driver, loads.withKey, scale),
      });
      const what = '`POST /orders`, two items, one gateway';
      const against = 'bare `node:http`, parse and answer';
      const unit = 'orders/s';
      const { ours, bare: theirs, plain: first } = figures;
      return [
        compare({ what, against, unit, ours, theirs, goal: { atLeast: 0.7 } }),
        compare({
          what,
          against: 'Fastify, SET and XADD in a MULTI for each order',
          unit,
          ours,
          theirs: first,
          goal: { atLeast: 1.1 },
        }),
        compare({
          what: 'the same with an `Idempotency-Key`',
          against,
          unit,
          ours: figures.withKey,
          theirs,
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
