import {
  type Ledger,
  openExistingLedger,
  type ReaderLag,
  readLogStatus,
  shardName,
  shardsOf,
} from '@onsale/ledger';
import { type RecordedShard, RECORDER, type ShardTurn } from '@onsale/records';
import type { Redis } from '@onsale/redis';
import { Counter, Gauge, gauge, Histogram, type Registry, shareResult } from '@onsale/service';

/** What the metrics of a scrape have in common is read once. */
const FRESH_MS = 1000;
/** To count entries is to read them. */
const MOST_COUNTED = 10_000;

export interface RecorderMetrics {
  /** A turn with a shard, and how long it took. */
  took(turn: ShardTurn, seconds: number): void;
  /** What this process has found the shards to be in. */
  states(rows: readonly Pick<RecordedShard, 'state'>[]): void;
  databaseIsAway(isAway: boolean): void;
  /** Orders recorded since the start. */
  recordedTotal(): number;
}

/** `redis` is a connection that never blocks. */
export function createRecorderMetrics(registry: Registry, redis: Redis): RecorderMetrics {
  const registers = [registry];
  createLagMetrics(registry, redis);
  const orders = new Counter({
    name: 'onsale_recorder_orders_total',
    help: 'Orders read from Redis to be recorded',
    registers,
  });
  const changes = new Counter({
    name: 'onsale_recorder_changes_total',
    help: 'Changes of orders that were recorded',
    registers,
  });
  const unreadable = new Counter({
    name: 'onsale_recorder_unreadable_orders_total',
    help: 'Orders whose malformed record could not be recorded',
    registers,
  });
  const gaps = new Counter({
    name: 'onsale_recorder_gaps_total',
    help: 'Times that part of the order log was gone, and everything was recorded again',
    registers,
  });
  const turns = new Histogram({
    name: 'onsale_recorder_turn_duration_seconds',
    help: 'Time of one turn that recorded something',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const shards = new Gauge({
    name: 'onsale_recorder_shards',
    help: 'Shards by the state of their records: recording, backfilling, set_back',
    labelNames: ['state'],
    registers,
  });
  const connected = new Gauge({
    name: 'onsale_recorder_database_connected',
    help: '1 while PostgreSQL can be reached, else 0',
    registers,
  });
  let recorded = 0;
  return {
    took(turn, seconds) {
      if (turn.did === 'begin-backfill' && turn.reason === 'gap') gaps.inc();
      if (!('orders' in turn) || turn.orders === 0) return;
      turns.observe(seconds);
      orders.inc(turn.orders);
      changes.inc(turn.changes);
      unreadable.inc(turn.unreadable.length);
      recorded += turn.orders;
    },
    states(rows) {
      for (const state of ['recording', 'backfilling', 'set_back'] as const) {
        shards.set({ state }, rows.filter((row) => row.state === state).length);
      }
    },
    databaseIsAway: (isAway) => connected.set(isAway ? 0 : 1),
    recordedTotal: () => recorded,
  };
}

// By what Redis says, so that it is known when PostgreSQL is away.
function createLagMetrics(registry: Registry, redis: Redis): void {
  const read = shareResult(() => readLag(redis), FRESH_MS);
  const ofShards = (find: (lag: ReaderLag) => number) => async () =>
    (await read()).map(([shard, lag]) => [{ shard: shardName(shard) }, find(lag)] as const);
  gauge(
    registry,
    {
      name: 'onsale_recorder_behind_entries',
      help: 'Entries of the order log that are not recorded; 10000 stands for more',
      labelNames: ['shard'],
    },
    ofShards(({ entries }) => Math.min(entries, MOST_COUNTED)),
  );
  gauge(
    registry,
    {
      name: 'onsale_recorder_behind_seconds',
      help: 'How long the oldest unrecorded entry has waited',
      labelNames: ['shard'],
    },
    ofShards(({ ageMs }) => ageMs / 1000),
  );
}

async function readLag(redis: Redis): Promise<[shard: number, lag: ReaderLag][]> {
  const ledger: Ledger = await openExistingLedger(redis);
  const shards = new Set(shardsOf(ledger));
  const logs = await readLogStatus(ledger, { countUpTo: MOST_COUNTED });
  return logs.flatMap(({ shard, readers }) => {
    const lag = readers.find(({ reader }) => reader === RECORDER);
    return lag !== undefined && shards.has(shard) ? [[shard, lag] as [number, ReaderLag]] : [];
  });
}
