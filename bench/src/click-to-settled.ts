import { Generator } from '@onsale/workload-generator/src/generator.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { compare } from './measure/rounds.ts';

const RPS = 1000;
const FOLLOWED_PER_S = 200;

/** How long a buyer waits for the outcome, compared with the response. */
export const clickToSettled: Benchmark = {
  name: 'click-to-settled',
  about: 'p99 from the click to the outcome at 1,000 orders a second, against that of POST /orders',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const options = { core: 'measured', environment: { REDIS_URL: redis.url } } as const;
    const gateway = await startReady('gateway', options);
    const worker = await startReady('order-worker', options);
    const generator = new Generator({
      TARGET_API: gateway.address,
      TARGET_RPS: RPS,
      MAX_RPS: RPS,
      MAX_DURATION_S: 3600,
      MAX_IN_FLIGHT: 50_000,
    });
    try {
      const ours: number[] = [];
      const theirs: number[] = [];
      // The first one warms everything up.
      for (let round = 0; round <= scale.rounds; round++) {
        const durationS = Math.max(1, Math.round((scale.roundMs * 2) / 1000));
        const run = await generator.start({ durationS, followMaxPerS: FOLLOWED_PER_S });
        await run.ended;
        const { orders, latency } = run.stats();
        const settled = orders.clickToSettled.p99;
        if (settled === null || latency.run.p99 === null) throw new Error('nothing was measured');
        if (round === 0) continue;
        ours.push(settled);
        theirs.push(latency.run.p99);
      }
      return [
        compare({
          what: 'click to settled, p99 at 1,000 orders/s',
          against: 'p99 of `POST /orders` in that run',
          unit: 'ms',
          ours,
          theirs,
          goal: { atMost: 3 },
          note: `${FOLLOWED_PER_S} orders a second are followed to their outcome`,
        }),
      ];
    } finally {
      await Promise.all([gateway.stop(), worker.stop()]);
      await redis.stop();
    }
  },
};
