import { readFile } from 'node:fs/promises';
import type { LoadStats } from '@onsale/contracts';
import { orderKey, orderStreamKey } from '@onsale/ledger';
import {
  checkSale,
  eventually,
  type RunningService,
  type SaleCheck,
  startCrowd,
  startTcpProxy,
  type System,
} from '@onsale/testing';
import { type Probing, startProbes } from '../probes.ts';
import type { Stage, Story } from '../story.ts';
import { untilNormal } from '../until-normal.ts';

/**
 * With Redis 100 ms away, a worker with such batches settles some hundred orders a second, on any
 * machine: the load is then too much for the worker, and not for the machine that makes it.
 */
const WORKER_BATCH = '32';
/** Enough to keep the worker busy for a second or two. */
const MEASURED_ORDERS = 1000;
/** Nothing is sold out. */
const CAPACITY = 10_000_000;
/** What a buyer waits at the most, and so how long the line may be. */
const PATIENCE_S = 2;
const LONGEST_REFUSAL_MS = 100;
const LONGEST_RECOVERY_S = 5;
/** The memory limit of the gateway's container. */
const MEMORY_LIMIT_MB = 384;
/** What a gateway says of its start and end; not a line for each refusal. */
const LONGEST_LOG = 100;

/** Twice as many orders as can be settled. */
export const overload: Story = {
  name: 'overload',
  fault: 'twice as many orders as can be settled, for a minute',
  promise: 'what can not be served gets 503 with Retry-After in 100 ms (p99); the rest is settled',
  run: async (stage) => {
    const system = await stage.startSystem({
      capacity: CAPACITY,
      environment: { ORDER_LOG: 'off' },
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
    await start(generator, load);
    await untilState(generator, ({ state }) => state !== 'running');
    const sinceMs = performance.now();
    const probes = await probing.stop();
    const waiting = () => system.redis.command('XLEN', orderStreamKey(0));
    await eventually(waiting, (count) => count === 0, 60_000);
    const secondsToNormal = await untilNormal([gateway.address], { sinceMs, orders });
    const stats = await untilState(generator, ({ state }) => state === 'finished');

    const check = await checkSale(system, { orders, soldOut: 0, repeated: 0 });
    const figures = {
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
      broken: judge(stage, figures),
      note: describe(figures),
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
  const settledMs = await Promise.all(
    [...orders.values()].map(async (id) =>
      Number(await system.redis.command('HGET', orderKey(0, id), 'settled')),
    ),
  );
  const sorted = settledMs.toSorted((a, b) => a - b);
  const seconds = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 1000;
  return { perSecond: sorted.length / seconds, orders };
}

interface Figures {
  stats: LoadStats;
  probes: Probing;
  secondsToNormal: number;
  peakMb: number;
  logLines: number;
}

function judge(stage: Stage, figures: Figures): string[] {
  const { stats, probes, secondsToNormal, peakMb, logLines } = figures;
  const broken: string[] = [];
  const refused = stats.statusCodes['503'] ?? 0;
  if (refused === 0 || probes.refusalsMs.length === 0) broken.push('nobody was refused');
  for (const problem of new Set(probes.problems)) broken.push(problem);
  const others = Object.keys(stats.statusCodes).filter((code) => !['201', '503'].includes(code));
  if (others.length > 0) broken.push(`the load was answered ${others.join(', ')}`);
  if (Object.keys(stats.errors).length > 0) {
    broken.push(`the load got no answer: ${JSON.stringify(stats.errors)}`);
  }
  if (stats.orders.lost > 0) broken.push(`the load lost ${stats.orders.lost} orders`);
  if (stats.orders.duplicated > 0) broken.push(`${stats.orders.duplicated} second clicks bought`);
  if (peakMb > MEMORY_LIMIT_MB) broken.push(`the gateway took ${peakMb.toFixed(0)} MB`);
  if (logLines > LONGEST_LOG) broken.push(`the gateway wrote ${logLines} lines into its log`);
  // Times are only judged where the story is what the machine is busy with.
  if (stage.quick) return broken;
  const p99Ms = percentile(probes.refusalsMs, 0.99);
  if (p99Ms > LONGEST_REFUSAL_MS) broken.push(`a refusal took ${p99Ms.toFixed(0)} ms at p99`);
  if (secondsToNormal > LONGEST_RECOVERY_S) {
    broken.push(`it was normal again only after ${secondsToNormal.toFixed(1)} s`);
  }
  return broken;
}

function describe({ stats, probes, peakMb }: Figures): string {
  const p99Ms = percentile(probes.refusalsMs, 0.99);
  const refused = stats.statusCodes['503'] ?? 0;
  const { lost, followed, duplicated, duplicatesChecked } = stats.orders;
  return (
    `${stats.averageRps.toFixed(0)}/s sent, ${refused} of ${stats.sent} refused, ` +
    `p99 of refusals ${p99Ms.toFixed(0)} ms (${probes.refusalsMs.length} probes), ` +
    `p99 of all ${stats.latency.run.p99?.toFixed(0)} ms, dropped ${stats.dropped}, ` +
    `the load lost ${lost} of ${followed} and doubled ${duplicated} of ${duplicatesChecked}, ` +
    `peak of the gateway ${peakMb.toFixed(0)} MB`
  );
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
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

async function start(generator: RunningService, load: object): Promise<void> {
  const response = await fetch(`${generator.address}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(load),
  });
  if (response.status !== 201) throw new Error(`no load: ${await response.text()}`);
}

async function untilState(
  generator: RunningService,
  isThere: (stats: LoadStats) => boolean,
): Promise<LoadStats> {
  const ask = async () => (await (await fetch(`${generator.address}/stats`)).json()) as LoadStats;
  return await eventually(ask, isThere, 120_000);
}

async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 'NaN') / 1024;
}
