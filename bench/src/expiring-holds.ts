import {
  ensureWorkerGroup,
  holdsKey,
  type Ledger,
  orderBucketKey,
  orderSecond,
  stockField,
  stockKey,
} from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Scale } from './measure/benchmark.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { absolute } from './measure/rounds.ts';

const HOLD_MS = 900_000;
/** Long enough for a worker to be ready and idle. */
const AHEAD_MS = 1500;

/** How long a crowd that did not pay keeps its tickets: until one worker has let all holds expire. */
export const expiringHolds: Benchmark = {
  name: 'expiring-holds',
  about: 'how soon 10,000 holds with one deadline are back on sale, by one worker',
  run: async (scale) => {
    const holds = Math.ceil(scale.backlog / 12);
    const ours: number[] = [];
    for (let round = 0; round < scale.rounds; round++) ours.push(await expire(scale, holds));
    return [
      absolute({
        what: `${holds.toLocaleString('en')} holds with the same deadline, until all are back on sale`,
        ...{ unit: 'ms', ours, goal: { atMost: 1000 } },
      }),
    ];
  },
};

async function expire(scale: Scale, holds: number): Promise<number> {
  const redis = await startBenchRedis(scale);
  try {
    const ledger = await openBenchLedger(redis);
    await ensureWorkerGroup(ledger.redis, 0);
    const ids = await addOrders(ledger, holds, { fields: () => ({ holdMs: HOLD_MS }) });
    await settleBacklog(ledger, { batch: 64 });
    const worker = await startReady('order-worker', {
      core: 'measured',
      environment: { REDIS_URL: redis.url },
    });
    const deadlineMs = Date.now() + AHEAD_MS;
    await setDeadlines(ledger, ids, deadlineMs);
    while ((await countHeld(redis)) > 0) await delay(5);
    const tookMs = Date.now() - deadlineMs;
    await worker.stop();
    return tookMs;
  } finally {
    await redis.stop();
  }
}

// Settling them takes longer than a moment, so their deadlines would be spread.
async function setDeadlines(ledger: Ledger, ids: string[], deadlineMs: number): Promise<void> {
  const move = `
    for i = 2, #ARGV do
      local record = redis.call('HGET', KEYS[1], ARGV[i])
      local moved = string.gsub(record, '^(%["h%d+/)%d+', '%1' .. ARGV[1])
      redis.call('HSET', KEYS[1], ARGV[i], moved)
      redis.call('ZADD', KEYS[2], ARGV[1], ARGV[i])
    end`;
  for (const [second, together] of Map.groupBy(ids, orderSecond)) {
    const bucket = orderBucketKey(0, second);
    const keys = ['2', bucket, holdsKey(0)];
    await ledger.redis.command(bucket, ['EVAL', move, ...keys, String(deadlineMs), ...together]);
  }
}

async function countHeld(redis: TestRedis): Promise<number> {
  return Number(await redis.command('HGET', stockKey(0), stockField('bench-adult', 'held')));
}
