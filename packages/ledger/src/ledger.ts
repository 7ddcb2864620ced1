import { LAYOUT_KEY, MAX_SHARDS } from './keys.ts';
import type { Redis } from './redis.ts';

/** What every operation on order data needs: a Redis and the number of shards in it. */
export interface Ledger {
  redis: Redis;
  shards: number;
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

/**
 * Opens the ledger on a Redis. The first process ever to do so fixes the number of shards.
 * Throws `ShardsMismatchError` when the data was created with another number.
 */
export async function openLedger(redis: Redis, shards: number): Promise<Ledger> {
  if (!Number.isInteger(shards) || shards < 1 || shards > MAX_SHARDS) {
    throw new RangeError(`the number of shards must be 1 to ${MAX_SHARDS}, not ${shards}`);
  }
  await redis.command(LAYOUT_KEY, ['HSETNX', LAYOUT_KEY, 'shards', String(shards)]);
  const stored = await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'shards']);
  if (stored !== String(shards)) throw new ShardsMismatchError(shards, String(stored));
  return { redis, shards };
}

/** There is no order data in this Redis yet. */
export class NoLedgerError extends Error {
  constructor() {
    super('this Redis holds no Onsale data; a gateway creates it when it starts');
    this.name = 'NoLedgerError';
  }
}

/**
 * Opens the ledger of a Redis that holds one, with the number of shards it was created with.
 * Throws `NoLedgerError` when there is none.
 */
export async function openExistingLedger(redis: Redis): Promise<Ledger> {
  const stored = await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, 'shards']);
  if (stored === null) throw new NoLedgerError();
  return { redis, shards: Number(stored) };
}

/** The numbers of all shards, 0 first. */
export function shardsOf(ledger: Ledger): number[] {
  return Array.from({ length: ledger.shards }, (_, shard) => shard);
}
