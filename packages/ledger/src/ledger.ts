import { DATA_FORMAT, DataFormatError, readDataFormat } from './data-format.ts';
import { LAYOUT_KEY } from './keys.ts';
import type { Redis } from '@onsale/redis';

/** What every operation on order data needs: a Redis and the number of shards in it. */
export interface Ledger {
  redis: Redis;
  shards: number;
  /** Which data this is: made when it was first created, so that other data is never taken for it. */
  dataId: string;
}

/** The data in Redis was created for another number of shards: nothing could be found again. */
export class ShardsMismatchError extends Error {
  constructor(configured: number, stored: string) {
    super(
      `SHARDS is ${configured}, but the data in this Redis was created with SHARDS=${stored}; ` +
        'the number of shards cannot be changed afterwards',
    );
    this.name = 'ShardsMismatchError';
  }
}

/** There is no order data in this Redis. */
export class NoLedgerError extends Error {
  constructor() {
    super(
      'this Redis holds no Onsale data; where it is new, run npm run admin -- data install once, ' +
        'and where it had data, see docs/reliability.md',
    );
    this.name = 'NoLedgerError';
  }
}

/**
 * Opens the ledger of a Redis whose data have this number of shards; creates nothing. Throws as
 * `openExistingLedger` does, and `ShardsMismatchError` when the data has another number.
 */
export async function openLedger(redis: Redis, shards: number): Promise<Ledger> {
  const ledger = await openExistingLedger(redis);
  if (ledger.shards !== shards) throw new ShardsMismatchError(shards, String(ledger.shards));
  return ledger;
}

/**
 * Opens the ledger of a Redis that holds one, with the number of shards it was created with.
 * Throws `NoLedgerError` when there is none, `DataFormatError` when this version can't read it.
 */
export async function openExistingLedger(redis: Redis): Promise<Ledger> {
  const shards = await readShards(redis);
  if (shards === undefined) throw new NoLedgerError();
  const format = await readDataFormat(redis);
  if (format !== DATA_FORMAT) throw new DataFormatError(format);
  return { redis, shards, dataId: await readDataId(redis) };
}

/**
 * Whether this Redis still holds the data that the ledger was opened on. It does not when it was
 * restarted without its files, or was replaced: then nothing in it may be believed.
 */
export async function holdsSameData(ledger: Ledger): Promise<boolean> {
  return (await readDataId(ledger.redis)) === ledger.dataId;
}

async function readDataId(redis: Redis): Promise<string> {
  return String(await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'id']));
}

/** The number of shards that the data in this Redis has; undefined when it holds none. */
export async function readShards(redis: Redis): Promise<number | undefined> {
  const shards = await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'shards']);
  return shards === null ? undefined : Number(shards);
}

/** The numbers of all shards, 0 first. */
export function shardsOf(ledger: Ledger): number[] {
  return Array.from({ length: ledger.shards }, (_, shard) => shard);
}
