import type { TestRedis } from '@onsale/testing';
import { Generator } from '@onsale/workload-generator/src/generator.ts';
import type { Row, Scale } from './benchmark.ts';
import { startReady } from './onsale.ts';
import { compare } from './rounds.ts';

const RPS = 1000;

/** What runs beside a sale. */
interface Beside {
  /** As in “while …”. */
  what: string;
  /** As in “without …”. */
  against: string;
  note: string;
  /** Starts it; what it answers ends it. */
  start: () => Promise<() => Promise<void>>;
}

/** What buyers notice of something that runs beside their sale: p99 of placing, with and without it in turns. */
export async function measureBeside(
  redis: TestRedis,
  scale: Scale,
  { what, against, note, start }: Beside,
): Promise<Row> {
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
  const p99 = async () => {
    const durationS = Math.max(1, Math.round((scale.roundMs * 2) / 1000));
    const run = await generator.start({ durationS });
    await run.ended;
    const { latency } = run.stats();
    if (latency.run.p99 === null) throw new Error('nothing was measured');
    return latency.run.p99;
  };
  try {
    await p99();
    const figures: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round < scale.rounds; round++) {
      figures.theirs.push(await p99());
      const end = await start();
      try {
        figures.ours.push(await p99());
      } finally {
        await end();
      }
    }
    return compare({
      what: `p99 of \`POST /orders\` at ${RPS.toLocaleString('en')} orders/s, while ${what}`,
      against: `without ${against}`,
      unit: 'ms',
      ...figures,
      goal: undefined,
      note,
    });
  } finally {
    await Promise.all([gateway.stop(), worker.stop()]);
  }
}
