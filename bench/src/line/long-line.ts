import { newPlace } from '@onsale/admission';
import {
  closeLobby,
  drawLots,
  joinLine,
  type Ledger,
  lineKey,
  type LineRules,
  MAX_JOIN_BATCH,
  readLineState,
  stepLine,
} from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';
import { openBenchLedger } from '../measure/backlog.ts';
import type { Benchmark, Scale } from '../measure/benchmark.ts';
import { startBenchRedis } from '../measure/onsale.ts';
import { readRedisCpuS } from '../measure/redis-cpu.ts';
import { readDataBytes } from '../measure/redis-memory.ts';
import { absolute } from '../measure/rounds.ts';

const LINE = { shard: 0, eventId: 'noon' };
const LOBBY: LineRules = {
  ...{ opensAtMs: Date.now() + 3_600_000, lobbyFromMs: 1 },
  ...{ turnMs: 300_000, placesPerNetwork: 50 },
};
const OPEN: LineRules = { ...LOBBY, opensAtMs: 1 };
const PAUSED = { perSecond: 0, maxTurns: 0 };
/** One alone would be too short to measure. */
const IDLE_STEPS = 20;
/** As many as one step admits at most. */
const FAST = { perSecond: 100_000, maxTurns: 100_000 };

/** What a line with very many people costs Redis, which serves orders meanwhile. */
export const longLine: Benchmark = {
  name: 'long-line',
  about: 'Redis’ time for the steps, the draw and a look at a line in which 50,000 people wait',
  run: async (scale) => {
    const costs: Cost[] = [];
    for (let round = 0; round < scale.rounds; round += 1) costs.push(await measure(scale));
    const people = peopleOf(scale).toLocaleString('en');
    const row = (what: string, cost: keyof Cost, atMost?: number) =>
      absolute({
        ...{ what: `${what} (${people} people)`, unit: 'ms' },
        ours: costs.map((each) => each[cost]),
        goal: atMost === undefined ? undefined : { atMost },
      });
    return [
      row('Redis’ time for a step of a line that admits nobody', 'idle', 1),
      row('Redis’ time for a step that admits 1,000', 'admitting', 10),
      row('Redis’ time for a look at a line', 'look', 1),
      row('Redis’ time for a draw', 'draw'),
      row('the longest call of a draw', 'longest', 10),
      row(
        'from the opening of a lobby’s line to the last number, without the three seconds',
        'took',
      ),
      absolute({
        ...{ what: 'Redis memory for a place in a lobby', unit: 'bytes', goal: undefined },
        ours: costs.map(({ bytesPerPlace }) => bytesPerPlace),
      }),
    ];
  },
};

/** All but the last in ms. */
interface Cost {
  idle: number;
  admitting: number;
  look: number;
  draw: number;
  longest: number;
  took: number;
  bytesPerPlace: number;
}

async function measure(scale: Scale): Promise<Cost> {
  const redis = await startBenchRedis(scale);
  await redis.command('CONFIG', 'SET', 'latency-tracking-info-percentiles', '100');
  try {
    const ledger = await openBenchLedger(redis);
    const emptyBytes = await readDataBytes(redis);
    await fillLobby(ledger, peopleOf(scale));
    const bytes = (await readDataBytes(redis)) - emptyBytes;
    await step(ledger, OPEN, PAUSED);

    const startedAt = performance.now();
    const draw = await timeOf(redis, async () => {
      await closeLobby(ledger, LINE);
      await redis.command('HSET', lineKey(LINE.shard, LINE.eventId), 'drawAt', '1');
      await drawLots(ledger, LINE);
    });
    const took = performance.now() - startedAt;
    const idle = await timeOf(redis, async () => {
      for (let i = 0; i < IDLE_STEPS; i += 1) await step(ledger, OPEN, PAUSED);
    });
    const look = await timeOf(redis, () => readLineState(ledger, LINE));
    const admitting = await timeOf(redis, () => step(ledger, OPEN, FAST));
    return {
      ...{
        idle: idle.functionsMs / IDLE_STEPS,
        admitting: admitting.functionsMs,
        look: look.cpuMs,
      },
      ...{ draw: draw.cpuMs, longest: draw.longestMs, took },
      bytesPerPlace: bytes / peopleOf(scale),
    };
  } finally {
    await redis.stop();
  }
}

async function fillLobby(ledger: Ledger, people: number): Promise<void> {
  for (let joined = 0; joined < people; joined += MAX_JOIN_BATCH) {
    const count = Math.min(MAX_JOIN_BATCH, people - joined);
    const joins = Array.from({ length: count }, () => ({ place: newPlace(), network: '' }));
    await joinLine(ledger, LINE, { rules: LOBBY, joins });
  }
}

function peopleOf({ manyOrders }: Scale): number {
  return Math.ceil(manyOrders / 20);
}

// As if a second had passed since the last one.
async function step(ledger: Ledger, rules: LineRules, pace: typeof FAST): Promise<void> {
  const key = lineKey(LINE.shard, LINE.eventId);
  await ledger.redis.command(key, ['HSET', key, 'stepAt', String(Date.now() - 1000)]);
  await stepLine(ledger, LINE, { rules, pace });
}

/** Redis' time for a run: its CPU, all functions, and the longest of them. */
async function timeOf(
  redis: TestRedis,
  run: () => Promise<unknown>,
): Promise<{ cpuMs: number; functionsMs: number; longestMs: number }> {
  await redis.command('CONFIG', 'RESETSTAT');
  const beforeS = await readRedisCpuS(redis);
  await run();
  const cpuMs = ((await readRedisCpuS(redis)) - beforeS) * 1000;
  const commands = String(await redis.command('INFO', 'commandstats'));
  const latencies = String(await redis.command('INFO', 'latencystats'));
  const [, allUs = '0'] = /cmdstat_fcall:calls=\d+,usec=(\d+)/.exec(commands) ?? [];
  const [, longestUs = '0'] = /_fcall:p100=([\d.]+)/.exec(latencies) ?? [];
  return { cpuMs, functionsMs: Number(allUs) / 1000, longestMs: Number(longestUs) / 1000 };
}
