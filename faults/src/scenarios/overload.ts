import { readFile } from 'node:fs/promises';
import type { LoadStats } from '@onsale/contracts';
import { openLedger, orderStreamKey, readOrder, scanOrders } from '@onsale/ledger';
import {
  checkSale,
  eventually,
  type SaleCheck,
  startCrowd,
  startTcpProxy,
  type System,
} from '@onsale/testing';
import { endLoad, startLoad, untilLoad } from '../generated-load.ts';
import {
  describeOverload,
  judgeOrders,
  judgeOverload,
  type OverloadFigures,
} from '../overload-judgement.ts';
import { startProbes } from '../probes.ts';
import type { Scenario } from '../scenario.ts';
import { untilNormal } from '../until-normal.ts';

/**
 * With Redis 100 ms away, a worker with these batches settles a few hundred orders a second on any
 * machine: the load is too much for the worker, but not for the machine that makes it.
 */
const WORKER_BATCH = '16';
/** Enough to keep the worker busy for a second or two: it holds up to 384. */
const MEASURED_ORDERS = 2000;
/** Nothing sells out. */
const CAPACITY = 10_000_000;
/** The longest that a buyer waits, and so how long the backlog may be. */
const PATIENCE_S = 2;
const DURATION_S = 60;
/** The quick form ends when it has seen an overload, and judges no times. */
const QUICK = { durationS: 600, timeoutMs: 60_000, refusals: 20 };

/** Twice as many orders as can be settled. */
export const overload: Scenario = {
  name: 'overload',
  fault: 'twice as many orders as can be settled, for a minute',
  promise:
    "what can't be served gets 503 with Retry-After within 100 ms (p99); the rest is settled",
  run: async (stage) => {
    const system = await stage.startSystem({
      capacity: CAPACITY,
      environment: { LOG_ORDERS: 'off' },
    });
    const network = await startTcpProxy(system.redis.url.slice('unix://'.length));
    stage.onEnd(() => network.close());
    network.setCondition('slow');
    const startWorker = () => system.startWorker({ REDIS_URL: network.url, WORKER_BATCH });
    const { perSecond, orders } = await measureCapacity(system, startWorker);
    const maxBacklog = Math.ceil(perSecond * PATIENCE_S);
    const rps = Math.ceil(perSecond * 2);
    stage.say(`settles ${perSecond.toFixed(0)}/s; loaded with ${rps}/s, MAX_BACKLOG ${maxBacklog}`);

    const gateway = await system.startGateway({ MAX_BACKLOG: String(maxBacklog) });
    const generator = await system.startService('workload-generator', {
      TARGET_API: `${gateway.address}/v1`,
      MAX_RPS: '1000000',
    });
    const probing = startProbes(gateway.address, orders);
    const { durationS, timeoutMs } = stage.quick
      ? QUICK
      : { durationS: DURATION_S, timeoutMs: 5000 };
    // Including second clicks: none of them may buy again.
    await startLoad(generator, { rps, durationS, shares: { duplicates: 0.05 }, timeoutMs });
    if (stage.quick) {
      const refused = ({ statusCodes }: LoadStats) => statusCodes['503'] ?? 0;
      await untilLoad(generator, (stats) => refused(stats) >= QUICK.refusals);
      await probing.untilRefused(QUICK.refusals);
      await endLoad(generator);
    }
    await untilLoad(generator, ({ state }) => state !== 'running');
    const sinceMs = performance.now();
    const probes = await probing.stop();
    const waiting = () => system.redis.command('XLEN', orderStreamKey(0));
    await eventually(waiting, (count) => count === 0, 60_000);
    const secondsToNormal = await untilNormal([gateway.address], { sinceMs, orders });
    const stats = await untilLoad(generator, ({ state }) => state === 'finished');

    const check = await checkSale(system, { orders, soldOut: 0, repeated: 0 });
    const figures: OverloadFigures = {
      stats,
      probes,
      secondsToNormal,
      peakMb: await readPeakMb(gateway.pid),
      logLines: gateway.log.length,
    };
    return {
      faults: 1,
      check: await withOrdersOf(system, stats, check),
      secondsToNormal,
      broken: judgeOverload(figures, { quick: stage.quick }),
      note: describeOverload(figures),
    };
  },
};

/** Orders a second that the worker settles, by Redis' own clock, from a sufficient backlog. */
async function measureCapacity(system: System, startWorker: () => Promise<unknown>) {
  const gateway = await system.startGateway();
  const crowd = startCrowd({
    addresses: () => [gateway.address],
    buyers: 50,
    isEnough: (sale) => sale.orders.size >= MEASURED_ORDERS,
  });
  const { orders } = await crowd.ended;
  await gateway.stop();
  await startWorker();
  const waiting = () => system.redis.command('XLEN', orderStreamKey(0));
  await eventually(waiting, (left) => left === 0, 60_000);
  const ledger = await openLedger(system.connection, 1);
  const settledMs = await Promise.all(
    [...orders.values()].map(async (id) => (await readOrder(ledger, id))?.settledAtMs ?? 0),
  );
  const sorted = settledMs.toSorted((a, b) => a - b);
  const seconds = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1000;
  return { perSecond: sorted.length / seconds, orders };
}

// The generator does not list its orders, but each buyer of its run has an address.
async function withOrdersOf(
  system: System,
  stats: LoadStats,
  check: SaleCheck,
): Promise<SaleCheck> {
  const ledger = await openLedger(system.connection, system.shards);
  const malformed: string[] = [];
  const buyers: string[] = [];
  for await (const page of scanOrders(ledger, (orderId) => malformed.push(orderId))) {
    for (const { customer } of page) {
      if (customer.email.includes(`.${stats.runId}@`)) buyers.push(customer.email);
    }
  }
  const { accepted, lost, doubled } = judgeOrders(stats, buyers);
  return {
    ...check,
    orders: check.orders + accepted,
    lost: check.lost + lost,
    doubled,
    problems: [...check.problems, ...malformed.map((orderId) => `${orderId} can't be read`)],
  };
}

async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 'NaN') / 1024;
}
