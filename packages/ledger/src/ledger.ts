import { DATA_FORMAT, DataFormatError, readDataFormat } from './data-format.ts';
import { LAYOUT_KEY, REHEARSAL_SHARD } from './keys.ts';
import type { Redis } from '@onsale/redis';

/** What every operation on order data needs: a Redis and its number of shards. */
export interface Ledger {
  redis: Redis;
  shards: number;
  /** Identifies the data set. Chosen at creation, so that other data is never mistaken for it. */
  dataId: string;
}

/** The data in Redis has a different number of shards, so no order would be found. */
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
      'this Redis holds no Onsale data; if it is new, run npm run admin -- data install once; ' +
        'if it had data, see docs/reliability.md',
    );
    this.name = 'NoLedgerError';
  }
}

/**
 * Opens the ledger of a Redis whose data has this number of shards; creates nothing. Throws what
 * `openExistingLedger` throws, and `ShardsMismatchError` when the number differs.
 */
export async function openLedger(redis: Redis, shards: number): Promise<Ledger> {
  const ledger = await openExistingLedger(redis);
  if (ledger.shards !== shards) throw new ShardsMismatchError(shards, String(ledger.shards));
  return ledger;
}

/**
 * Opens an existing ledger, with the number of shards it was created with. Throws `NoLedgerError`
 * when there is none, `DataFormatError` when this version can't read it.
 */
export async function openExistingLedger(redis: Redis): Promise<Ledger> {
  const shards = await readShards(redis);
  if (shards === undefined) throw new NoLedgerError();
  const format = await readDataFormat(redis);
  if (format !== DATA_FORMAT) throw new DataFormatError(format);
  return { redis, shards, dataId: await readDataId(redis) };
}

/**
 * Whether this Redis still holds the data that the ledger was opened on. If it was restarted
 * without its files or replaced, nothing in it can be trusted.
 */
export async function holdsSameData(ledger: Ledger): Promise<boolean> {
  return (await readDataId(ledger.redis)) === ledger.dataId;
}

async function readDataId(redis: Redis): Promise<string> {
  return String(await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'id']));
}

/** The number of shards of the data in this Redis; undefined when it holds none. */
export async function readShards(redis: Redis): Promise<number | undefined> {
  const shards = await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'shards']);
  return shards === null ? undefined : Number(shards);
}

/** All shard numbers, and that of rehearsals. */
export function allShardsOf(ledger: Pick<Ledger, 'shards'>): number[] {
  return [...shardsOf(ledger), REHEARSAL_SHARD];
}

/** The shard numbers of what is really sold, starting with 0. */
export function shardsOf(ledger: Pick<Ledger, 'shards'>): number[] {
  return Array.from({ length: ledger.shards }, (_, shard) => shard);
}
