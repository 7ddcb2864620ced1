import type { Benchmark } from './measure/benchmark.ts';
import { httpRequest, requestsPerS, startLoadDriver } from './measure/load-driver.ts';
import { createDatabaseApiUser, startBenchRedis, startReady } from './measure/onsale.ts';
import { compare, interleave } from './measure/rounds.ts';

const VALUES = 100;
const TOKEN = 'Bearer bench-token-that-is-as-long-as-a-real-one';

/**
 * What Redis and access control cost: GET of small values at the database API, with its token and
 * its restricted Redis user, compared with the bare request rate of the gateway (GET /livez).
 */
export const databaseApi: Benchmark = {
  name: 'database-api',
  about: 'GET of a small value against GET /livez of the gateway',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const user = await createDatabaseApiUser(redis);
    const environment = { REDIS_URL: redis.url };
    const gateway = await startReady('gateway', { core: 'measured', environment });
    const database = await startReady('database-api', {
      core: 'measured',
      environment: { ...environment, ...user, API_TOKEN: TOKEN.slice('Bearer '.length) },
    });
    const driver = await startLoadDriver();
    try {
      const keys = Array.from({ length: VALUES }, (_, i) => `user:${1000 + i}`);
      for (const key of keys) await createSmallValue(database.address, key);
      const headers = { authorization: TOKEN };
      const reads = keys.map((key) =>
        httpRequest('GET', `/v1/redis/${encodeURIComponent(key)}`, { headers }),
      );
      const bare = { url: gateway.address, requests: [httpRequest('GET', '/livez', { headers })] };
      const read = { url: database.address, requests: reads };
      for (const load of [bare, read]) {
        await driver.run({ ...load, expect: 200, connections: 64, durationMs: scale.warmUpMs });
      }
      const figures = await interleave(scale.rounds, {
        theirs: requestsPerS(driver, { ...bare, expect: 200 }, scale),
        ours: requestsPerS(driver, { ...read, expect: 200 }, scale),
      });
      return [
        compare({
          what: 'database API, `GET` of a small value',
          against: 'gateway, `GET /livez`',
          unit: 'requests/s',
          ...figures,
          goal: { atLeast: 0.8 },
        }),
      ];
    } finally {
      await Promise.all([driver.stop(), gateway.stop(), database.stop()]);
      await redis.stop();
    }
  },
};

async function createSmallValue(url: string, key: string): Promise<void> {
  const answer = await fetch(`${url}/v1/redis`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: TOKEN },
    body: JSON.stringify({ key, value: { name: 'Alice', age: 25, role: 'admin', key } }),
  });
  if (answer.status !== 201) throw new Error(`the value could not be created: ${answer.status}`);
}
