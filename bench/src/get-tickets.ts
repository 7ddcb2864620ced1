import type { Benchmark } from './measure/benchmark.ts';
import {
  CONNECTIONS,
  httpRequest,
  type LoadDriver,
  startLoadDriver,
} from './measure/load-driver.ts';
import { SHOP_CATALOG_FILE, startBenchRedis, startReady } from './measure/onsale.ts';
import { perCpuS, readProcessCpuS } from './measure/process-cpu.ts';
import { startReverseProxy } from './measure/reverse-proxy.ts';
import { absolute, compare, interleave } from './measure/rounds.ts';

/** All tickets, which the reverse proxy caches for a second. */
const KEPT = '/api/v1/tickets';
/** The same tickets with a filter, which it does not cache. */
const NOT_KEPT = '/api/v1/tickets?min_price=0';

/** Browsing as buyers do: the tickets, from nginx' cache and past it. */
export const getTickets: Benchmark = {
  name: 'get-tickets',
  about: 'GET /tickets from the cache of the reverse proxy, against an uncached gateway behind it',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const core = 'measured';
    const environment = { REDIS_URL: redis.url, CATALOG_FILE: SHOP_CATALOG_FILE };
    const gateway = await startReady('gateway', { core, environment });
    const proxy = await startReverseProxy(gateway.address, core);
    const driver = await startLoadDriver();
    const cpuS = () => proxy.cpuS() + readProcessCpuS(gateway.pid);
    const round = (url: string, durationMs: number) => async () => {
      const beforeS = cpuS();
      const answers = await count(driver, url, durationMs);
      return perCpuS(answers, cpuS() - beforeS);
    };
    try {
      const urls = {
        kept: proxy.url + KEPT,
        notKept: proxy.url + NOT_KEPT,
        direct: `${gateway.address}/v1/tickets`,
      };
      for (const url of Object.values(urls)) await count(driver, url, scale.warmUpMs);
      const figures = await interleave(scale.rounds, {
        kept: round(urls.kept, scale.roundMs),
        notKept: round(urls.notKept, scale.roundMs),
        direct: round(urls.direct, scale.roundMs),
      });
      const unit = 'requests/CPU s';
      const what = '`GET /tickets` from the reverse proxy';
      return [
        absolute({ what, unit, ours: figures.kept, goal: { atLeast: 20_000 } }),
        compare({
          ...{ what, against: 'the same past its cache, from an uncached gateway', unit },
          ...{ ours: figures.kept, theirs: figures.notKept, goal: { atLeast: 3 } },
        }),
        absolute({
          ...{ what: '`GET /tickets` from the gateway itself, asked directly', unit },
          ...{ ours: figures.direct, goal: undefined },
        }),
      ];
    } finally {
      await Promise.all([driver.stop(), proxy.stop(), gateway.stop()]);
      await redis.stop();
    }
  },
};

async function count(driver: LoadDriver, address: string, durationMs: number): Promise<number> {
  const { origin, pathname, search } = new URL(address);
  const requests = [httpRequest('GET', pathname + search)];
  const load = { url: origin, requests, connections: CONNECTIONS, durationMs, expect: 200 };
  return (await driver.run(load)).answers;
}
