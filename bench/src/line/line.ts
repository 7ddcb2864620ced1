import { putOnSale, type TestRedis } from '@onsale/testing';
import { openBenchLedger } from '../measure/backlog.ts';
import type { Benchmark, Row, Scale } from '../measure/benchmark.ts';
import {
  CONNECTIONS,
  httpRequest,
  type LoadDriver,
  ratesOf,
  type Rates,
  startLoadDriver,
} from '../measure/load-driver.ts';
import { type BenchService, startBenchRedis, startReady } from '../measure/onsale.ts';
import { perCpuS } from '../measure/process-cpu.ts';
import { type ReverseProxy, startReverseProxy } from '../measure/reverse-proxy.ts';
import { absolute, interleave } from '../measure/rounds.ts';
import { LINE_CATALOG, LINE_PATH } from './line-catalog.ts';

const ADMISSION_KEYS = 'a-secret-of-the-benchmark-of-more-than-32-characters';

/** What nginx keeps is a second old at most, so that the waiting room is asked in each round. */
const LEAST_READING_MS = 2000;

/**
 * A crowd at the waiting room: everybody joins once and asks for their own place now and then, and all the time for the
 * line, which nginx keeps for a second.
 */
export const line: Benchmark = {
  name: 'line',
  about: 'joining a line, asking for a place, and reading the line from the cache of nginx',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    await putOnSale(await openBenchLedger(redis), LINE_CATALOG);
    const environment = { REDIS_URL: redis.url, ADMISSION_KEYS, TRUSTED_PROXIES: '127.0.0.1' };
    const room = await startReady('waiting-room', { core: 'measured', environment });
    const proxy = await startReverseProxy(room.address, 'measured', room.address);
    const driver = await startLoadDriver();
    try {
      return [
        ...(await measurePlaces({ driver, room, redis }, scale)),
        ...(await measureReads({ driver, room, proxy }, scale)),
      ];
    } finally {
      await Promise.all([driver.stop(), proxy.stop(), room.stop()]);
      await redis.stop();
    }
  },
};

/** Joining, as new browsers do, and asking, as those that wait do. */
async function measurePlaces(
  { driver, room, redis }: { driver: LoadDriver; room: BenchService; redis: TestRedis },
  scale: Scale,
): Promise<Row[]> {
  const at = { url: room.address, pid: room.pid, expect: 200 };
  const loads = {
    join: { ...at, requests: addresses.map(joinFrom) },
    ask: { ...at, requests: await askForNew(room.address) },
  };
  for (const load of Object.values(loads)) {
    await driver.run({ ...load, connections: CONNECTIONS, durationMs: scale.warmUpMs });
  }
  const rates: Record<keyof typeof loads, Rates> = {
    join: { perS: [], perCpuS: [], redisUs: [] },
    ask: { perS: [], perCpuS: [], redisUs: [] },
  };
  const of = (name: keyof typeof loads) =>
    ratesOf(driver, loads[name], { scale, redis, rates: rates[name] });
  await interleave(scale.rounds, { join: of('join'), ask: of('ask') });
  const row = (what: string, unit: string, ours: number[], atLeast?: number) =>
    absolute({ what, unit, ours, goal: atLeast === undefined ? undefined : { atLeast } });
  return [
    row('joining a line', 'joins/CPU s', rates.join.perCpuS, 5000),
    row('joining a line, by one waiting room', 'joins/s', rates.join.perS),
    row('Redis’ CPU for joining a line', 'µs', rates.join.redisUs),
    row('asking for one’s own place', 'requests/CPU s', rates.ask.perCpuS),
    row('Redis’ CPU for asking for one’s own place', 'µs', rates.ask.redisUs),
  ];
}

/** What all who wait ask for, from the cache of nginx; and how much of it comes to the waiting room. */
async function measureReads(
  { driver, room, proxy }: { driver: LoadDriver; room: BenchService; proxy: ReverseProxy },
  scale: Scale,
): Promise<Row[]> {
  const load = {
    ...{ url: proxy.url, requests: [httpRequest('GET', `/api/v1${LINE_PATH}`)] },
    ...{ connections: CONNECTIONS, expect: 200 },
  };
  await driver.run({ ...load, durationMs: scale.warmUpMs });
  const [reads, atRoom]: [number[], number[]] = [[], []];
  const durationMs = Math.max(scale.roundMs, LEAST_READING_MS);
  for (let round = 0; round < scale.rounds; round += 1) {
    const [beforeS, before, startedAt] = [proxy.cpuS(), await linesRead(room), performance.now()];
    const { answers } = await driver.run({ ...load, durationMs });
    const seconds = (performance.now() - startedAt) / 1000;
    reads.push(perCpuS(answers, proxy.cpuS() - beforeS));
    atRoom.push(((await linesRead(room)) - before) / seconds);
  }
  return [
    absolute({
      ...{ what: 'reading a line from the cache of nginx', unit: 'requests/CPU s' },
      ...{ ours: reads, goal: { atLeast: 20_000 } },
    }),
    absolute({
      ...{ what: 'of these, at the waiting room', unit: 'requests/s' },
      // One at the beginning of a round, and one for each second.
      ...{ ours: atRoom, goal: { atMost: 1.5 } },
    }),
  ];
}

// Each of a network of its own, so that nobody is slowed.
const addresses = Array.from({ length: 8192 }, (_, i) => `10.1.${i >> 8}.${i & 255}`);

function joinFrom(address: string): string {
  return httpRequest('POST', `/v1${LINE_PATH}/place`, { headers: { 'x-forwarded-for': address } });
}

// The cookies of browsers that have joined.
async function askForNew(url: string): Promise<string[]> {
  return await Promise.all(
    addresses.slice(0, 256).map(async (address) => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
      const answer = await fetch(`${url}/v1${LINE_PATH}/place`, { method: 'POST', headers });
      const [cookie = ''] = answer.headers.get('set-cookie')?.split(';') ?? [];
      await answer.arrayBuffer();
      return httpRequest('GET', `/v1${LINE_PATH}/place`, { headers: { cookie } });
    }),
  );
}

async function linesRead(room: BenchService): Promise<number> {
  const metrics = await fetch(`${room.address}/metrics`).then((answer) => answer.text());
  const counts = metrics.matchAll(/^\w*http_request_duration_seconds_count\{(.*)\} (\d+)$/gm);
  let sum = 0;
  for (const [, labels = '', count] of counts) {
    if (/lines\/:eventId"/.test(labels)) sum += Number(count);
  }
  return sum;
}
