import type { Ledger } from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import { eachSetBack, keepAsHere, recordOn, sellAgain } from './decide.ts';
import { findLostOrders, type LossPage, type LostOrder } from './find-lost-orders.ts';

/** What a Redis that was set back lacks of a shard. */
export interface ShardLoss extends LossPage {
  shard: number;
}

/** What was accepted of a shard. */
export interface ShardAcceptance {
  shard: number;
  /** Orders that are not here: they stay recorded, as given up. */
  givenUp: number;
  /** Orders that are recorded anew as they are here. */
  replaced: number;
  /** Those of both that have a payment. */
  withPayment: LostOrder[];
}

/** What this Redis lacks of all shards that were set back; empty when none was. Changes nothing. */
export async function readSetBackLoss(db: Records, ledger: Ledger): Promise<ShardLoss[]> {
  return await eachSetBack(db, ledger, async (tx, row) => {
    const loss: ShardLoss = { shard: row.shard, orders: [], same: 0 };
    for await (const { orders, same } of findLostOrders(tx, ledger, row)) {
      loss.orders.push(...orders);
      loss.same += same;
    }
    return loss;
  });
}

/** Takes this Redis for right: what it lacks is given up, and what is older here is recorded as it is here. */
export async function acceptSetBack(db: Records, ledger: Ledger): Promise<ShardAcceptance[]> {
  const shards = await eachSetBack(db, ledger, async (tx, row, decision) => {
    const done: ShardAcceptance = { shard: row.shard, givenUp: 0, replaced: 0, withPayment: [] };
    for await (const { orders } of findLostOrders(tx, ledger, row)) {
      await keepAsHere(tx, row.shard, { orders, decision });
      const missing = orders.filter(({ is }) => is === 'missing').length;
      done.givenUp += missing;
      done.replaced += orders.length - missing;
      done.withPayment.push(...orders.filter(({ recorded }) => recorded.payment !== undefined));
    }
    await recordOn(tx, ledger, row);
    return done;
  });
  await sellAgain(db, ledger);
  return shards;
}
