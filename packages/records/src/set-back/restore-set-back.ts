import { type Ledger, registerReader, restoreOrders, type Restoration } from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import { RECORDER } from '../recorder/begin-backfill.ts';
import { eachSetBack, keepAsHere, recordOn, sellAgain } from './decide.ts';
import { findLostOrders, findReader, type LostOrder, revisionOf } from './find-lost-orders.ts';

/** Why an order could not be put back. */
export type Obstacle = Exclude<Restoration, 'restored' | 'already'> | 'moved';

/** What was put back of a shard, and what was not. */
export interface ShardRestoration {
  shard: number;
  restored: number;
  /** Orders that came to the same here. */
  same: number;
  left: (LostOrder & { because: Obstacle })[];
  /** Whether the shard is recorded again; otherwise nothing is sold until all is decided. */
  isDecided: boolean;
}

/**
 * Puts back what this Redis lacks. An order whose tickets are gone is left, and so is one that has gone another
 * way here: then the shard stays as it is until they can be put back, or `giveUp` says that what is here is
 * right for these. May be repeated.
 */
export async function restoreSetBack(
  db: Records,
  ledger: Ledger,
  { giveUp }: { giveUp: boolean },
): Promise<ShardRestoration[]> {
  const shards = await eachSetBack(db, ledger, async (tx, row, decision) => {
    const reader = await findReader(ledger, row);
    // What is put back must be logged, or nobody would see a change of it.
    if (reader === undefined) await registerReader(ledger, RECORDER);
    const done: ShardRestoration = {
      shard: row.shard,
      restored: 0,
      same: 0,
      left: [],
      isDecided: false,
    };
    for await (const { orders, same } of findLostOrders(tx, ledger, row)) {
      const left = await restorePage(ledger, row.shard, orders);
      done.restored += orders.length - left.length;
      done.same += same;
      done.left.push(...left);
    }
    done.isDecided = done.left.length === 0 || giveUp;
    if (done.isDecided) {
      await keepAsHere(tx, row.shard, { orders: done.left, decision });
      await recordOn(tx, ledger, row);
    }
    return done;
  });
  await sellAgain(db, ledger);
  return shards;
}

async function restorePage(
  ledger: Ledger,
  shard: number,
  orders: readonly LostOrder[],
): Promise<ShardRestoration['left']> {
  const moved = orders.flatMap((order) =>
    order.is === 'moved' ? [{ ...order, because: 'moved' as const }] : [],
  );
  const wanted = orders.filter(({ is }) => is !== 'moved');
  const results = await restoreOrders(
    ledger,
    shard,
    wanted.map(({ recorded: { orderId, record, payment }, there }) => {
      const isNewer = revisionOf(payment) > revisionOf(there.payment);
      return { orderId, there, record, payment: isNewer ? payment : undefined };
    }),
  );
  const left = wanted.flatMap((order, i) => {
    const because = results[i];
    const isBack = because === undefined || because === 'restored' || because === 'already';
    return isBack ? [] : [{ ...order, because }];
  });
  return [...moved, ...left];
}
