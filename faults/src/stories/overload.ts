import { readFile } from 'node:fs/promises';
import type { LoadStats } from '@onsale/contracts';
import { openLedger, orderStreamKey, readOrder } from '@onsale/ledger';
import {
  checkSale,
  eventually,
  type SaleCheck,
  startCrowd,
  startTcpProxy,
  type System,
} from '@onsale/testing';
import { startLoad, untilLoad } from '../generated-load.ts';
import { describeOverload, judgeOverload, type OverloadFigures } from '../overload-judgement.ts';
import { startProbes } from '../probes.ts';
import type { Story } from '../story.ts';
import { untilNormal } from '../until-normal.ts';

/**
 * With Redis 100 ms away, a worker with such batches settles some hundred orders a second, on any
 * machine: the load is then too much for the worker, and not for the machine that makes it.
 */
const WORKER_BATCH = '16';
/** Enough to keep the worker busy for a second or two: it has up to 384 in its hands. */
const MEASURED_ORDERS = 2000;
/** Nothing is sold out. */
const CAPACITY = 10_000_000;
/** What a buyer waits at the most, and so how long the line may be. */
const PATIENCE_S = 2;

/** Twice as many orders as can be settled. */
export const overload: Story = {
  name: 'overload',
  fault: 'twice as many orders as can be settled, for a minute',
  promise: 'what can not be served gets 503 with Retry-After in 100 ms (p99); the rest is settled',
  run: async (stage) => {
    const system = await stage.startSystem({
      capacity: CAPACITY,
      environment: { LOG_ORDERS: 'off' },
    });
    const network = await startTcpProxy(system.redis.url.slice('unix://'.length));
    stage.onEnd(() => network.close());
    network.setWeather('slow');
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
    const durationS = stage.quick ? 4 : 60;
    // Second clicks too: none of them may buy again.
    const load = { rps, durationS, shares: { duplicates: 0.05 }, timeoutMs: 5000 };
    await startLoad(generator, load);
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
      check: withOrdersOf(stats, check),
      secondsToNormal,
      broken: judgeOverload(figures, { quick: stage.quick }),
      note: describeOverload(figures),
    };
  },
};

/** How many orders a second the worker settles, by Redis' own clock, from a line that is long enough. */
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

// The generator does not tell its orders one by one: each 201 is an order, unless it repeats one.
function withOrdersOf(stats: LoadStats, check: SaleCheck): SaleCheck {
  const bought = (stats.statusCodes['201'] ?? 0) - stats.orders.duplicatesChecked;
  const known = check.orders + bought;
  const stored = check.confirmed + check.rejected;
  return {
    ...check,
    orders: known,
    lost: check.lost + Math.max(0, known - stored),
    doubled: Math.max(0, stored - known),
  };
}

async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 'NaN') / 1024;
}
