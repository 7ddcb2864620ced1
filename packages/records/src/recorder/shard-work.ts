import { type Ledger, orderLogKey } from '@onsale/ledger';
import { RedisConnectionError, type RedisConnection } from '@onsale/redis';
import type { PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import type { RecordedShard, RecordsTransaction } from '../shards/with-shard.ts';

/** What recording works with. */
export interface RecorderParts {
  db: Records;
  /** On a connection of the recorder's own: it is blocked while replicas are waited for. */
  ledger: Ledger & { redis: RedisConnection };
  jobs: PgBoss;
  /** Replicas of Redis that must have what is recorded, so that no failover undoes it. */
  replicas: number;
}

/** What one turn works with: a shard that nobody else records meanwhile. */
export interface ShardWork extends Omit<RecorderParts, 'db' | 'ledger'> {
  tx: RecordsTransaction;
  row: RecordedShard;
  /** On one connection to the node of the shard. */
  ledger: Ledger;
}

/** What a turn has stored. */
export interface Stored {
  /** Orders that were read, rejected ones included. */
  orders: number;
  /** Changes that were not stored before. */
  changes: number;
  /** Orders whose record can't be read: at most their change is stored, and the audit names them. */
  unreadable: string[];
  /** Whether there is more to do at once. */
  isMore: boolean;
}

/** How long replicas may take to confirm. */
const WAIT_MS = 500;

/**
 * Waits until replicas have everything that was read in this turn. Throws `RedisConnectionError` when they
 * don't in time.
 */
export async function requireReplicas({ ledger, row, replicas }: ShardWork): Promise<void> {
  if (replicas === 0) return;
  const wait = ['WAIT', String(replicas), String(WAIT_MS)];
  const reached = Number(await ledger.redis.command(orderLogKey(row.shard), wait));
  if (reached >= replicas) return;
  throw new RedisConnectionError(`${reached} of ${replicas} replicas have what was to be recorded`);
}
