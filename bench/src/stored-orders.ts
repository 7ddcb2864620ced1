import type { TestRedis } from '@onsale/testing';
import { addOrders, openBenchLedger } from './measure/backlog.ts';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { timeDrain, waitUntilSettled } from './measure/drain.ts';
import { startBenchRedis, startPinned } from './measure/onsale.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { startNewLog } from './measure/redis-log.ts';
import { compare } from './measure/rounds.ts';

const FEW_ORDERS = 1000;
/** Orders placed and settled in a round, as a share of a backlog. */
const ROUND_SHARE = 1 / 3;
/**
 * A table of all orders doubles at a power of two, a little with each command: over this many
 * orders, as a share of those stored. Redis' own table has one key per second of orders.
 */
const DOUBLING_SHARE = 1 / 6;

/**
 * Whether a sale slows down as it goes on: a million settled orders stored, compared with a
 * thousand. More orders can only cost time of Redis, so that is measured: other load on the machine
 * changes the orders a second more than any number of orders does.
 */
export const storedOrders: Benchmark = {
  name: 'stored-orders',
  about: 'settling and placing with a million orders stored against a thousand',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    try {
      // Just below the power of two, so that the first rounds see the whole doubling and the others
      // none.
      const stored = 2 ** Math.ceil(Math.log2(scale.manyOrders)) - Math.ceil(scale.backlog / 30);
      const orders = Math.ceil(scale.backlog * ROUND_SHARE);
      const doublingRounds = Math.ceil((stored * DOUBLING_SHARE) / orders);
      await fill(redis, stored);
      const doubling = await playRounds(redis, { ...scale, rounds: doublingRounds, orders });
      const calm = await playRounds(redis, { ...scale, orders });
      const name = scale.manyOrders.toLocaleString('en');
      return [
        ...rowsOf(calm, `with more than ${name} orders stored`, 0.95),
        ...rowsOf(doubling, `while a table of all orders would double, at ${name} orders`),
      ];
    } finally {
      await redis.stop();
    }
  },
};

/** Orders per second of Redis' CPU, and of the clock. */
interface Round {
  placed: number;
  settled: number;
  settledPerS: number;
}

async function playRounds(
  redis: TestRedis,
  { rounds, orders, fsync }: Pick<Scale, 'rounds' | 'fsync'> & { orders: number },
): Promise<{ many: Round[]; few: Round[] }> {
  const played = { many: [] as Round[], few: [] as Round[] };
  const playMany = async () => played.many.push(await play(redis, orders));
  const playFew = async () => {
    // They would add up after some rounds, and an emptied one has all of its memory available.
    const few = await startBenchRedis({ fsync });
    try {
      await fill(few, FEW_ORDERS);
      played.few.push(await play(few, orders));
    } finally {
      await few.stop();
    }
  };
  for (let round = 0; round < rounds; round++) {
    const turns = round % 2 === 0 ? [playMany, playFew] : [playFew, playMany];
    for (const turn of turns) await turn();
  }
  return played;
}

async function fill(redis: TestRedis, orders: number): Promise<void> {
  await addOrders(await openBenchLedger(redis), orders);
  const worker = startWorker(redis);
  await waitUntilSettled(redis);
  await worker.stop();
  // The cost of a long append-only file is another question: `long-log`.
  await startNewLog(redis);
}

async function play(redis: TestRedis, orders: number): Promise<Round> {
  const ledger = await openBenchLedger(redis);
  const startedS = await readRedisCpuS(redis);
  await addOrders(ledger, orders);
  const placedS = await readRedisCpuS(redis);
  const worker = startWorker(redis);
  const settledPerS = await timeDrain(redis, orders);
  const settledS = await readRedisCpuS(redis);
  await worker.stop();
  const placed = orders / (placedS - startedS);
  return { placed, settled: orders / (settledS - placedS), settledPerS };
}

function startWorker(redis: TestRedis) {
  const environment = { REDIS_URL: redis.url };
  return startPinned('order-worker', { core: 'measured', environment, unread: true });
}

function rowsOf(
  { many, few }: { many: Round[]; few: Round[] },
  when: string,
  atLeast?: number,
): Row[] {
  const row = (what: string, field: keyof Round, unit: string, goal: Row['goal']) =>
    compare({
      what: `${what} ${when}`,
      against: `with ${FEW_ORDERS.toLocaleString('en')}`,
      unit,
      ours: many.map((round) => round[field]),
      theirs: few.map((round) => round[field]),
      goal,
    });
  const goal = atLeast === undefined ? undefined : { atLeast };
  return [
    row('settling', 'settled', 'orders/s of Redis’ CPU', goal),
    row('settling', 'settledPerS', 'orders/s', undefined),
    row('placing', 'placed', 'orders/s of Redis’ CPU', goal),
  ];
}
