import type { Benchmark, Scale } from './measure/benchmark.ts';
import { addOrders, openBenchLedger } from './measure/backlog.ts';
import { startBenchRedis, startPinned } from './measure/onsale.ts';
import { startPeer } from './measure/peer-process.ts';
import { compare, interleave } from './measure/rounds.ts';
import { timeDrain } from './measure/drain.ts';

/** Concurrencies of BullMQ to try; the best one counts. */
const CONCURRENCIES = [1, 16, 64, 256, 1000];

/**
 * Settling: one worker process drains a backlog of orders of two items, compared with BullMQ's
 * worker with jobs that do nothing, and with the same function called through one raw socket
 * without any client.
 */
export const settle: Benchmark = {
  name: 'settle',
  about: 'settling by one worker against BullMQ with a no-op job, and against a raw socket',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const queueRedis = await startBenchRedis(scale);
    try {
      const ledger = await openBenchLedger(redis);
      const environment = { REDIS_URL: redis.url };
      const addBacklog = () => addOrders(ledger, scale.backlog);
      const ours = async () => {
        await addBacklog();
        const worker = startPinned('order-worker', {
          core: 'measured',
          environment,
          unread: true,
        });
        const rate = await timeDrain(redis, scale.backlog);
        await worker.stop();
        return rate;
      };
      const raw = async () => {
        await addBacklog();
        const peer = await startPeer('raw-settle', {
          core: 'measured',
          environment: { REDIS_SOCKET: redis.url.slice('unix://'.length) },
        });
        const { ordersPerS } = (await peer.ask({})) as { ordersPerS: number };
        await peer.stop();
        return ordersPerS;
      };
      const queue = { redisUrl: queueRedis.url, jobs: Math.ceil(scale.backlog / 5) };
      const concurrency = await bestConcurrency(queue, scale);
      const figures = await interleave(scale.rounds, {
        ours,
        bullmq: () => timeBullmq({ ...queue, concurrency }),
        raw,
      });
      const what = 'settling orders of two items, one worker';
      return [
        compare({
          what,
          against: `BullMQ worker, no-op job, concurrency ${concurrency}`,
          unit: 'orders/s',
          ours: figures.ours,
          theirs: figures.bullmq,
          goal: { atLeast: 5 },
        }),
        compare({
          what,
          against: 'the same script by one raw socket',
          unit: 'orders/s',
          ours: figures.ours,
          theirs: figures.raw,
          goal: { atLeast: 0.8 },
        }),
      ];
    } finally {
      await redis.stop();
      await queueRedis.stop();
    }
  },
};

interface Queue {
  redisUrl: string;
  jobs: number;
}

async function bestConcurrency(queue: Queue, scale: Scale): Promise<number> {
  const tried = scale.rounds === 1 ? CONCURRENCIES.slice(2, 3) : CONCURRENCIES;
  let best = { concurrency: 0, rate: 0 };
  for (const concurrency of tried) {
    const rate = await timeBullmq({ ...queue, jobs: Math.ceil(queue.jobs / 2), concurrency });
    if (rate > best.rate) best = { concurrency, rate };
  }
  return best.concurrency;
}

async function timeBullmq(options: Queue & { concurrency: number }): Promise<number> {
  const peer = await startPeer('bullmq', {
    core: 'measured',
    environment: { REDIS_SOCKET: options.redisUrl.slice('unix://'.length) },
  });
  const { concurrency, jobs } = options;
  const { jobsPerS } = (await peer.ask({ concurrency, jobs })) as { jobsPerS: number };
  await peer.stop();
  return jobsPerS;
}
