import { addOrders, openBenchLedger } from './measure/backlog.ts';
import type { Benchmark, Scale } from './measure/benchmark.ts';
import { waitUntilSettled } from './measure/drain.ts';
import { startBenchRedis, startPinned } from './measure/onsale.ts';
import { readDataBytes } from './measure/redis-memory.ts';
import { absolute } from './measure/rounds.ts';

/** Memory of a settled order of two items in Redis. */
export const orderMemory: Benchmark = {
  name: 'order-memory',
  about: 'bytes of Redis for a settled order of two items',
  run: async (scale) => {
    const plain = await bytesPerOrder(scale, false);
    const withKey = await bytesPerOrder(scale, true);
    const what = 'Redis memory for a settled order of two items';
    return [
      absolute({ what, unit: 'bytes', ours: [plain], goal: { atMost: 500 } }),
      absolute({
        what: `${what}, with its \`Idempotency-Key\` (kept for a day)`,
        unit: 'bytes',
        ours: [withKey],
        goal: undefined,
      }),
    ];
  },
};

async function bytesPerOrder(scale: Scale, withKey: boolean): Promise<number> {
  const redis = await startBenchRedis(scale);
  try {
    const ledger = await openBenchLedger(redis);
    const worker = startPinned('order-worker', {
      core: 'measured',
      environment: { REDIS_URL: redis.url },
      unread: true,
    });
    // The first ones create the stream and the tables that every sale has.
    await addOrders(ledger, 1000, { withKey });
    await waitUntilSettled(redis);
    const before = await readDataBytes(redis);
    await addOrders(ledger, scale.backlog, { withKey });
    await waitUntilSettled(redis);
    const after = await readDataBytes(redis);
    await worker.stop();
    return (after - before) / scale.backlog;
  } finally {
    await redis.stop();
  }
}
