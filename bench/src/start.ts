import { setTimeout as delay } from 'node:timers/promises';
import { createDatabaseApiUser, startBenchRedis, startPinned } from './measure/onsale.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { startPeer } from './measure/peer-process.ts';
import { interleave, summarize } from './measure/rounds.ts';

const ADMISSION_KEYS = 'a-secret-of-the-benchmark-of-more-than-32-characters';

/** Time from start to ready, compared with a bare Node server. */
export const start: Benchmark = {
  name: 'start',
  about: 'start to ready of each service, against the start of a bare Node server',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const user = await createDatabaseApiUser(redis);
    const ready =
      (service: string, environment: Record<string, string> = {}) =>
      async () => {
        const startedAt = performance.now();
        const options = { core: 'measured', environment: { REDIS_URL: redis.url, ...environment } };
        const started = startPinned(service, { ...options, core: 'measured' });
        await untilReady(await started.url());
        const tookMs = performance.now() - startedAt;
        await started.stop();
        return tookMs;
      };
    const bare = async () => {
      const startedAt = performance.now();
      const peer = await startPeer('bare-http', { core: 'measured' });
      await untilReady((peer.hello as { url: string }).url);
      const tookMs = performance.now() - startedAt;
      await peer.stop();
      return tookMs;
    };
    try {
      const figures = await interleave(scale.rounds, {
        bare,
        gateway: ready('gateway'),
        'order-worker': ready('order-worker'),
        'database-api': ready('database-api', { ...user, API_TOKEN: 'bench' }),
        'workload-generator': ready('workload-generator'),
        'waiting-room': ready('waiting-room', { ADMISSION_KEYS }),
      });
      const { bare: theirs, ...services } = figures;
      return Object.entries(services).map(([service, ours]) => ({
        what: `start to ready, ${service}`,
        against: 'bare Node server',
        unit: 'ms',
        ours: summarize(ours),
        theirs: summarize(theirs),
        result: summarize(ours.map((ms, i) => ms - (theirs[i] ?? Number.NaN))),
        resultUnit: 'ms',
        goal: { atMost: 300 },
      }));
    } finally {
      await redis.stop();
    }
  },
};

async function untilReady(url: string): Promise<void> {
  while ((await fetch(`${url}/readyz`)).status !== 200) await delay(2);
}
