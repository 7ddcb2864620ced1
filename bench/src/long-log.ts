import type { TestRedis } from '@onsale/testing';
import { addOrders, openBenchLedger } from './measure/backlog.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { startBenchRedis } from './measure/onsale.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { startNewLog } from './measure/redis-log.ts';
import { compare } from './measure/rounds.ts';

/** As one gateway with 64 connections places them. */
const PLACED_TOGETHER = 32;
/** This many times `manyOrders` make a file of more than 512 MB, which is five extents on ext4. */
const LONG = 2;

/**
 * What the length of Redis' append-only file costs. On ext4, an inode holds four extents of at most
 * 128 MB; with a longer file, each sync writes one more block.
 */
export const longLog: Benchmark = {
  name: 'long-log',
  about: 'placing when the log of Redis is long, against a new one',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    try {
      await addOrders(await openBenchLedger(redis), LONG * scale.manyOrders);
      const orders = Math.ceil(scale.backlog / 6);
      const playRounds = async () => {
        const rounds: number[] = [];
        for (let i = 0; i < scale.rounds; i += 1) rounds.push(await place(redis, orders));
        return rounds;
      };
      // Not alternating: the file only becomes short again by starting a new one.
      const long = await playRounds();
      await startNewLog(redis);
      const fresh = await playRounds();
      return [
        compare({
          what: `placing, ${PLACED_TOGETHER} in a call, into a log of ${(LONG * scale.manyOrders).toLocaleString('en')} orders`,
          against: 'into a new log, with as many orders stored',
          unit: 'orders/s of Redis’ CPU',
          ours: long,
          theirs: fresh,
          goal: undefined,
        }),
      ];
    } finally {
      await redis.stop();
    }
  },
};

/** Orders placed per second of Redis' CPU. */
async function place(redis: TestRedis, orders: number): Promise<number> {
  const ledger = await openBenchLedger(redis);
  const startedS = await readRedisCpuS(redis);
  await addOrders(ledger, orders, { batch: PLACED_TOGETHER });
  return orders / ((await readRedisCpuS(redis)) - startedS);
}
