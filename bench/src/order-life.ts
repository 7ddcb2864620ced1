import {
  ensureWorkerGroup,
  finishOrders,
  type Ledger,
  logReadersKey,
  type NewOrder,
  readEvent,
  writeEvent,
} from '@onsale/ledger';
import { RELEASED_COMMIT, type TestRedis } from '@onsale/testing';
import { addOrders, type LedgerCode, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Goal, Row, Scale } from './measure/benchmark.ts';
import { checkOutLedger, type EarlierLedger } from './measure/earlier-ledger.ts';
import { startBenchRedis } from './measure/onsale.ts';
import { readRedisCpuS } from './measure/redis-cpu.ts';
import { absolute, compare } from './measure/rounds.ts';

/** Orders in one call, as a busy gateway places them and a worker settles them. */
const PLACED_TOGETHER = 48;
const SETTLED_TOGETHER = 64;
/** Orders that each version places and settles before it is the other one's turn. */
const TURN = 20 * PLACED_TOGETHER;
const HOLD_MS = 900_000;

/**
 * What an order costs Redis' single core: one without payment, against the last release, and the whole
 * life of one that is held, with and without pools, limits and the order log.
 */
export const orderLife: Benchmark = {
  name: 'order-life',
  about: 'CPU time of Redis for all that happens to an order, against the last release',
  run: async (scale) => [...(await compareWithEarlier(scale)), ...(await measureHeld(scale))],
};

async function measureHeld(scale: Scale): Promise<Row[]> {
  const lives: Record<string, { costs: number[]; live: HeldLife; goal: Goal }> = {
    '64 in a call': { costs: [], live: { batch: 64 }, goal: { atMost: 30 } },
    '64 in a call, with a pool, limits and the order log': {
      ...{ costs: [], live: { batch: 64, isRich: true }, goal: undefined },
    },
    'one in a call': { costs: [], live: { batch: 1 }, goal: undefined },
  };
  for (let round = 0; round < scale.rounds; round++) {
    for (const { costs, live } of Object.values(lives)) {
      costs.push(await measureHeldLife(scale, live));
    }
  }
  return Object.entries(lives).map(([how, { costs, goal }]) =>
    absolute({
      what: `Redis’ CPU for the life of a held order (placed, held, confirmed), ${how}`,
      ...{ unit: 'µs', ours: costs, goal },
    }),
  );
}

interface HeldLife {
  /** Orders in one call. */
  batch: number;
  /** Whether its tickets draw on a pool, the event limits customers and the order log is read. */
  isRich?: boolean;
}

/** Microseconds of Redis for each order. */
async function measureHeldLife(scale: Scale, { batch, isRich = false }: HeldLife): Promise<number> {
  const redis = await startBenchRedis(scale);
  try {
    const ledger = await openBenchLedger(redis);
    await ensureWorkerGroup(ledger.redis, 0);
    if (isRich) await addPoolAndLimits(ledger);
    if (isRich) await redis.command('HSET', logReadersKey(0), 'bench', '0-0');
    const orders = batch * Math.ceil(scale.backlog / (batch === 1 ? 40 : 8) / batch);
    const fields = isRich ? richFields : () => ({ holdMs: HOLD_MS });
    const startedS = await readRedisCpuS(redis);
    const ids = await addOrders(ledger, orders, { batch, fields });
    await settleBacklog(ledger, { batch, ...(batch === 1 ? { read: 1 } : {}) });
    for (let i = 0; i < orders; i += batch) {
      const steps = ids
        .slice(i, i + batch)
        .map((orderId) => ({ orderId, step: 'confirm', cause: `pay_${orderId}` }) as const);
      const finishes = await finishOrders(ledger, 0, steps);
      const undone = finishes.find((finish) => finish !== 'done');
      if (undone !== undefined) throw new Error(`an order was not paid: ${JSON.stringify(undone)}`);
    }
    return (((await readRedisCpuS(redis)) - startedS) / orders) * 1e6;
  } finally {
    await redis.stop();
  }
}

// Each order by another customer from another address.
function richFields(number: number): Partial<NewOrder> {
  const key = (kind: string) => `${kind}${number}`.padEnd(22, '_');
  return { holdMs: HOLD_MS, customerKey: key('customer'), clientKey: key('client') };
}

async function addPoolAndLimits(ledger: Ledger): Promise<void> {
  const event = await readEvent(ledger, 'bench-event');
  if (event === undefined) throw new Error('the event of the benchmarks is gone');
  const { document, revision } = event;
  const tickets = document.tickets.map((ticket) => ({ ...ticket, pool: 'hall' }));
  const pools = [{ id: 'hall', capacity: 100_000_000 }];
  const limits = { maxPerCustomer: 8, maxHoldsPerCustomer: 2, maxHoldsPerClient: 4 };
  const changed = { ...document, tickets, pools, ...limits };
  const { outcome } = await writeEvent(ledger, changed, { revision });
  if (outcome !== 'written') throw new Error(`the event was not changed: ${outcome}`);
}

async function compareWithEarlier(scale: Scale): Promise<Row[]> {
  const earlier = await checkOutLedger(RELEASED_COMMIT);
  if (earlier === undefined) return [];
  try {
    const costs: Costs[] = [];
    for (let round = 0; round < scale.rounds; round++) {
      costs.push(await measureSideBySide(scale, { earlier }));
    }
    const row = (what: string, subject: keyof Costs, goal: Goal) =>
      compare({
        what: `Redis’ CPU for placing and settling an order without payment${what}`,
        against: 'the last release',
        unit: 'µs',
        ours: costs.map((cost) => cost[subject]),
        theirs: costs.map((cost) => cost.earlier),
        goal,
      });
    return [
      row('', 'present', { atMost: 1.1 }),
      row(', with a reader of the order log', 'logged', { atMost: 1.2 }),
    ];
  } finally {
    await earlier.remove();
  }
}

/** Microseconds of Redis for each order. */
interface Costs {
  earlier: number;
  present: number;
  logged: number;
}

interface Subject {
  redis: TestRedis;
  ledger: Ledger;
  code?: LedgerCode;
}

// Each has a Redis of its own, and they take turns every few milliseconds, so that whatever slows
// the machine down slows all of them.
async function measureSideBySide(
  scale: Scale,
  { earlier }: { earlier: EarlierLedger },
): Promise<Costs> {
  const servers: TestRedis[] = [];
  const start = async () => {
    const redis = await startBenchRedis(scale);
    servers.push(redis);
    return redis;
  };
  try {
    const before = await start();
    const [present, logged] = [await start(), await start()];
    const subjects: Record<keyof Costs, Subject> = {
      earlier: { redis: before, ledger: await earlier.open(before), code: earlier.code },
      present: { redis: present, ledger: await openBenchLedger(present) },
      logged: { redis: logged, ledger: await openBenchLedger(logged) },
    };
    await logged.command('HSET', logReadersKey(0), 'bench', '0-0');
    const names = Object.keys(subjects) as (keyof Costs)[];
    for (const name of names) await ensureWorkerGroup(subjects[name].ledger.redis, 0);
    const turns = Math.ceil(scale.backlog / 4 / TURN);
    // The first turn warms up.
    for (const name of names) await takeTurn(subjects[name]);
    const startedS = await readAll(servers);
    for (let turn = 0; turn < turns; turn++) {
      for (const name of turn % 2 === 0 ? names : names.toReversed()) {
        await takeTurn(subjects[name]);
      }
    }
    const endedS = await readAll(servers);
    const cost = (i: number) => (((endedS[i] ?? 0) - (startedS[i] ?? 0)) / (turns * TURN)) * 1e6;
    return { earlier: cost(0), present: cost(1), logged: cost(2) };
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function takeTurn({ ledger, code }: Subject): Promise<void> {
  const by = code === undefined ? {} : { code };
  await addOrders(ledger, TURN, { batch: PLACED_TOGETHER, ...by });
  await settleBacklog(ledger, { batch: SETTLED_TOGETHER, ...by });
}

async function readAll(servers: readonly TestRedis[]): Promise<number[]> {
  return await Promise.all(servers.map(readRedisCpuS));
}
