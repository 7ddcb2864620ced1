import type { Instance, ProviderCalls } from '@onsale/contracts';
import { type Ledger, readDuePayments, readFirstInLine, readLine } from '@onsale/ledger';
import { readFleet, shareResult } from '@onsale/service';
import type { RedisConnection } from '@onsale/redis';
import type { ShopReading } from './judge-shop.ts';

/** All lines of a shard share what was read within this time. */
const FRESH_MS = 400;
/** The pace of settling is that of this time. */
const SETTLED_MS = 3000;
/** So much of it must have been spent settling, or it says nothing. */
const LEAST_BUSY_MS = 800;

/** The living processes of each service. */
type Fleet = ReadonlyMap<string, readonly Instance[]>;

interface Sample {
  atMs: number;
  settled: number;
  waiting: number;
}

/** What the shop is doing, read from Redis when somebody wants to know, and not more often than twice a second. */
export class ShopWatch {
  readonly #ledger: Ledger;
  readonly #fleet: () => Promise<Fleet>;
  readonly #shards = new Map<number, () => Promise<Omit<ShopReading, 'payments'>>>();
  readonly #samples = new Map<number, Sample[]>();

  constructor(ledger: Ledger, redis: RedisConnection) {
    this.#ledger = ledger;
    this.#fleet = shareResult(async () => {
      return Map.groupBy(await readFleet(redis), ({ service }) => service);
    }, FRESH_MS);
  }

  /** What serves the orders of a shard. `isPaidOnline`: whether payments are part of it. */
  async read(shard: number, { isPaidOnline }: { isPaidOnline: boolean }): Promise<ShopReading> {
    let read = this.#shards.get(shard);
    if (read === undefined) {
      read = shareResult(() => this.#readShard(shard), FRESH_MS);
      this.#shards.set(shard, read);
    }
    const reading = await read();
    if (!isPaidOnline) return { ...reading, overduePaymentMs: 0 };
    const payments = (await this.#fleet()).get('payments') ?? [];
    return { ...reading, payments: payments.length, providerCalls: callsOf(payments) };
  }

  async #readShard(shard: number): Promise<Omit<ShopReading, 'payments'>> {
    const nowMs = Date.now();
    const [fleet, line, firstAtMs, due] = await Promise.all([
      this.#fleet(),
      readLine(this.#ledger, shard),
      readFirstInLine(this.#ledger, shard),
      readDuePayments(this.#ledger, shard, nowMs),
    ]);
    const settled = line.placed - line.waiting;
    return {
      gateways: fleet.get('gateway')?.length ?? 0,
      workers: fleet.get('order-worker')?.length ?? 0,
      oldestOrderMs: firstAtMs === undefined ? 0 : Math.max(0, nowMs - firstAtMs),
      orders: line.waiting,
      settledPerS: this.#settledPerS(shard, { atMs: nowMs, settled, waiting: line.waiting }),
      overduePaymentMs: due.overdueMs ?? 0,
    };
  }

  #settledPerS(shard: number, sample: Sample): number | undefined {
    const samples = this.#samples.get(shard) ?? [];
    this.#samples.set(shard, samples);
    samples.push(sample);
    while ((samples[0]?.atMs ?? Infinity) < sample.atMs - SETTLED_MS) samples.shift();
    let [busyMs, settled] = [0, 0];
    for (const [i, { atMs, settled: until }] of samples.entries()) {
      const before = samples[i - 1];
      if (before === undefined || before.waiting === 0) continue;
      busyMs += atMs - before.atMs;
      settled += Math.max(0, until - before.settled);
    }
    return busyMs < LEAST_BUSY_MS ? undefined : (settled / busyMs) * 1000;
  }
}

/** Those of all payments together, and the longest wait; undefined when one of them does not tell. */
function callsOf(payments: readonly Instance[]): ProviderCalls | undefined {
  const calls = payments
    .map(({ providerCalls }) => providerCalls)
    .filter((each) => each !== undefined);
  if (calls.length < payments.length || calls.length === 0) return undefined;
  return {
    mostPerSecond: calls.reduce((sum, { mostPerSecond }) => sum + mostPerSecond, 0),
    waitMs: Math.max(...calls.map(({ waitMs }) => waitMs)),
  };
}
