import type { TestRedis } from '@onsale/testing';
import { type Peer, startPeer } from './peer-process.ts';
import type { Scale } from './benchmark.ts';
import { perCpuS, readProcessCpuS } from './process-cpu.ts';
import { readRedisCpuS } from './redis-cpu.ts';

/** Requests over some connections, one at a time on each. */
export interface Load {
  url: string;
  /**
   * Complete HTTP requests that are sent in turn; `KEY` in them is replaced with a new text each
   * time.
   */
  requests: readonly string[];
  connections: number;
  durationMs: number;
  /** Any other status ends the benchmark. */
  expect: number;
}

export interface LoadResult {
  answers: number;
  requestsPerS: number;
  p50Ms: number;
  p99Ms: number;
}

/** Makes the load: a separate process, which is warm after its first run. */
export interface LoadDriver {
  run(load: Load): Promise<LoadResult>;
  stop(): Promise<void>;
}

export const CONNECTIONS = 64;

export async function startLoadDriver(): Promise<LoadDriver> {
  const peer: Peer = await startPeer('load', { core: 'rest' });
  return {
    run: async (load) => (await peer.ask(load)) as LoadResult,
    stop: () => peer.stop(),
  };
}

/** One round of load as a figure: requests a second. */
export function requestsPerS(
  driver: LoadDriver,
  load: Omit<Load, 'durationMs' | 'connections'>,
  scale: Pick<Scale, 'roundMs'>,
): () => Promise<number> {
  return async () => {
    const durationMs = scale.roundMs;
    return (await driver.run({ ...load, connections: CONNECTIONS, durationMs })).requestsPerS;
  };
}

/** Requests per second of the clock, and per second of the server's CPU. */
export interface Rates {
  perS: number[];
  perCpuS: number[];
  /** CPU time of Redis per request, in µs. */
  redisUs: number[];
}

/** The same, and adds all rates of the process `pid`, and of the Redis behind it, to `rates`. */
export function ratesOf(
  driver: LoadDriver,
  load: Omit<Load, 'durationMs' | 'connections'> & { pid: number },
  { scale, redis, rates }: { scale: Pick<Scale, 'roundMs'>; redis: TestRedis; rates: Rates },
): () => Promise<number> {
  return async () => {
    const { pid, ...rest } = load;
    const redisBeforeS = await readRedisCpuS(redis);
    const beforeS = readProcessCpuS(pid);
    const all = { ...rest, connections: CONNECTIONS, durationMs: scale.roundMs };
    const { answers, requestsPerS: perS } = await driver.run(all);
    rates.perS.push(perS);
    rates.perCpuS.push(perCpuS(answers, readProcessCpuS(pid) - beforeS));
    rates.redisUs.push((((await readRedisCpuS(redis)) - redisBeforeS) / answers) * 1e6);
    return perS;
  };
}

/** A complete HTTP request, as a browser sends it but shorter. */
export function httpRequest(
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: string } = {},
): string {
  const { body = '' } = options;
  const headers = {
    host: 'localhost',
    accept: 'application/json',
    ...(method === 'GET'
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    ...options.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
