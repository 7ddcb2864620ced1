import type { Ledger } from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import { decide, eachSetBack, sellAgain } from './decide.ts';
import { findLostOrders, type Loss, type LostOrder } from './find-lost-orders.ts';

/** What a Redis that was set back lacks of a shard. */
export interface ShardLoss extends Loss {
  shard: number;
}

/** What was accepted of a shard. */
export interface ShardAcceptance {
  shard: number;
  /** Orders that are not here: they stay recorded, as given up. */
  givenUp: LostOrder[];
  /** Orders that are recorded anew as they are here. */
  replaced: LostOrder[];
}

/** What this Redis lacks of all shards that were set back; empty when none was. Changes nothing. */
export async function readSetBackLoss(db: Records, ledger: Ledger): Promise<ShardLoss[]> {
  return await eachSetBack(db, ledger, async (tx, row) => {
    return { shard: row.shard, ...(await findLostOrders(tx, ledger, row)) };
  });
}

/** Takes this Redis for right: what it lacks is given up, and what is older here is recorded as it is here. */
export async function acceptSetBack(db: Records, ledger: Ledger): Promise<ShardAcceptance[]> {
  const shards = await eachSetBack(db, ledger, async (tx, row) => {
    const { orders, changes } = await findLostOrders(tx, ledger, row);
    await decide(tx, ledger, { row, kept: orders, changes });
    return {
      shard: row.shard,
      givenUp: orders.filter(({ is }) => is === 'missing'),
      replaced: orders.filter(({ is }) => is !== 'missing'),
    };
  });
  await sellAgain(db, ledger);
  return shards;
}
