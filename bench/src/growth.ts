import { audit, ensureWorkerGroup, type Ledger } from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { startBenchRedis } from './measure/onsale.ts';
import { pin } from './measure/pin.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { startNewLog } from './measure/redis-log.ts';
import { readDataBytes } from './measure/redis-memory.ts';
import { absolute } from './measure/rounds.ts';

/** Orders stored, as shares of `manyOrders`: 10,000, 100,000 and a million. */
const SIZES = [0.01, 0.1, 1];
/** Placed and settled at each size to see what an order costs there, as a share of the size. */
const ROUND_SHARE = 0.1;
const SETTLED_TOGETHER = 64;

/** What a shop's Redis needs as its orders add up, from one evening to a season. */
export const growth: Benchmark = {
  name: 'growth',
  about: 'memory, time of Redis, audit and restart with 10,000, 100,000 and a million orders',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    try {
      const ledger = await openBenchLedger(redis);
      await ensureWorkerGroup(ledger.redis, 0);
      const empty = await readDataBytes(redis);
      const rows: Row[] = [];
      let stored = 0;
      for (const share of SIZES) {
        const orders = Math.round(scale.manyOrders * share);
        await addSettled(ledger, orders - stored);
        // A long append-only file is another question: `long-log`.
        await startNewLog(redis);
        const at = await measureAt({ redis, ledger, orders, empty, rounds: scale.rounds });
        rows.push(...rowsOf(at, orders));
        stored = orders + at.added;
      }
      return rows;
    } finally {
      await redis.stop();
    }
  },
};

interface Figures {
  bytes: number;
  /** Microseconds of Redis' CPU for each order. */
  placingUs: number[];
  settlingUs: number[];
  auditS: number;
  restartS: number;
  /** Orders that were added for measuring. */
  added: number;
}

async function measureAt(shop: {
  redis: TestRedis;
  ledger: Ledger;
  orders: number;
  empty: number;
  rounds: Scale['rounds'];
}): Promise<Figures> {
  const { redis, ledger, orders, empty, rounds } = shop;
  const bytes = ((await readDataBytes(redis)) - empty) / orders;
  const auditS = await timeS(async () => {
    const { problems } = await audit(ledger);
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
  await redis.kill('SIGKILL');
  const restartS = await timeS(async () => await redis.restart());
  pin(redis.pid, 'rest');
  const round = Math.ceil((orders * ROUND_SHARE) / rounds);
  const [placingUs, settlingUs]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    placingUs.push(await redisUs(redis, round, async () => void (await addOrders(ledger, round))));
    const settle = async () => await settleBacklog(ledger, { batch: SETTLED_TOGETHER });
    settlingUs.push(await redisUs(redis, round, settle));
  }
  return { bytes, placingUs, settlingUs, auditS, restartS, added: round * rounds };
}

async function addSettled(ledger: Ledger, orders: number): Promise<void> {
  await addOrders(ledger, orders);
  await settleBacklog(ledger, { batch: SETTLED_TOGETHER });
}

async function redisUs(redis: TestRedis, orders: number, run: () => Promise<void>) {
  const startedS = await readRedisCpuS(redis);
  await run();
  return (((await readRedisCpuS(redis)) - startedS) / orders) * 1e6;
}

async function timeS(run: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await run();
  return (performance.now() - startedMs) / 1000;
}

function rowsOf(figures: Figures, orders: number): Row[] {
  const row = (what: string, unit: string, ours: number[]) =>
    absolute({
      what: `${what}, ${orders.toLocaleString('en')} stored`,
      unit,
      ours,
      goal: undefined,
    });
  return [
    row('Redis memory for a settled order', 'bytes', [figures.bytes]),
    row('Redis’ CPU for placing an order', 'µs', figures.placingUs),
    row('Redis’ CPU for settling an order', 'µs', figures.settlingUs),
    row('an audit of all orders', 's', [figures.auditS]),
    row('Redis, from killed to ready', 's', [figures.restartS]),
  ];
}
