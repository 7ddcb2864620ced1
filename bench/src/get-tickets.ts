import type { Benchmark } from './measure/benchmark.ts';
import { CONNECTIONS, httpRequest, requestsPerS, startLoadDriver } from './measure/load-driver.ts';
import { SHOP_CATALOG_FILE, startBenchRedis, startReady } from './measure/onsale.ts';
import { startPeer } from './measure/peer-process.ts';
import { compare, interleave } from './measure/rounds.ts';

/** Headers that a bare server sends by itself too. */
const ADDED_BY_NODE = new Set(['date', 'connection', 'keep-alive']);

/** Browsing: the page of all tickets, compared with a bare server that sends the same bytes. */
export const getTickets: Benchmark = {
  name: 'get-tickets',
  about: 'GET /tickets against a bare node:http server that sends the same bytes',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const core = 'measured';
    const environment = { REDIS_URL: redis.url, CATALOG_FILE: SHOP_CATALOG_FILE };
    const gateway = await startReady('gateway', { core, environment });
    const page = await fetch(`${gateway.address}/v1/tickets`);
    const headers = Object.fromEntries(
      [...page.headers].filter(([name]) => !ADDED_BY_NODE.has(name)),
    );
    const bare = await startPeer('bare-http', {
      core,
      environment: { PAGE: await page.text(), PAGE_HEADERS: JSON.stringify(headers) },
    });
    const driver = await startLoadDriver();
    try {
      const requests = [httpRequest('GET', '/v1/tickets')];
      const loads = {
        ours: { url: gateway.address, requests, expect: 200 },
        theirs: { url: (bare.hello as { url: string }).url, requests, expect: 200 },
      };
      for (const load of Object.values(loads)) {
        await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
      }
      const figures = await interleave(scale.rounds, {
        theirs: requestsPerS(driver, loads.theirs, scale),
        ours: requestsPerS(driver, loads.ours, scale),
      });
      return [
        compare({
          what: `\`GET /tickets\`, ${headers['content-length']} bytes from memory, one gateway`,
          against: 'bare `node:http`, the same bytes',
          unit: 'requests/s',
          ...figures,
          goal: { atLeast: 0.85 },
        }),
      ];
    } finally {
      await Promise.all([driver.stop(), gateway.stop(), bare.stop()]);
      await redis.stop();
    }
  },
};
