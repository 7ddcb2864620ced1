import { allShardsOf, type Ledger, openExistingLedger, readReaders } from '@onsale/ledger';
import type { Records } from '@onsale/records';
import type { RedisConnection } from '@onsale/redis';
import { UsageError } from '../command.ts';
import type { AdminConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { RecordsAccess } from '../open-records.ts';

/** Everything that has orders, besides files. */
export interface Stores {
  redis: RedisConnection;
  ledger: Ledger;
  /** Undefined in a shop without an office. */
  db: Records | undefined;
}

/**
 * Opens Redis, and the records where `DATABASE_URL` says where they are, for as long as `work` takes. Throws
 * `UsageError` when orders are recorded and it is not said where.
 */
export async function withStores<T>(
  config: AdminConfig,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const redis = await connect(config);
  const records = new RecordsAccess(config);
  try {
    const ledger = await openExistingLedger(redis);
    const hasAddress = config.DATABASE_URL !== undefined;
    if (!hasAddress && (await isRecorded(ledger))) {
      throw new UsageError('orders are recorded, so DATABASE_URL is needed as well');
    }
    return await work({ redis, ledger, db: hasAddress ? await records.open() : undefined });
  } finally {
    await records.close();
    await redis.close();
  }
}

/** The reader of the order log that records orders. */
const RECORDER = 'recorder';

async function isRecorded(ledger: Ledger): Promise<boolean> {
  for (const shard of allShardsOf(ledger)) {
    const readers = await readReaders(ledger, shard);
    if (readers.some(({ reader }) => reader === RECORDER)) return true;
  }
  return false;
}
