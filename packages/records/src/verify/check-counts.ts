import {
  addTo,
  comparePositions,
  COUNTED_STATUSES,
  type Ledger,
  ORDER_STATES,
  readLog,
  readLogCounts,
} from '@onsale/ledger';
import { type Selectable, sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import type { OrdersTable } from '../schema/tables.ts';
import { type RecordsTransaction, withShard } from '../shards/with-shard.ts';

// The numbers of orders by status are compared at one position of the order log, the end that Redis has
// with its counts: of orders that were changed since the position of the tables, the log says how they
// ended, and the tables may have it already. So both must agree exactly, also during a sale. Orders that
// left Redis before anybody recorded them are in the sums of its archive alone.

/** Recorded orders that have left Redis, by status. */
export class GoneOrders {
  readonly #orders = new Map<string, number>();
  #archivedBefore = new Map<string, number>();

  /** Before the orders are read. */
  async begin(ledger: Ledger, shard: number): Promise<void> {
    this.#archivedBefore = (await readLogCounts(ledger, shard)).archived;
  }

  add(order: Pick<Selectable<OrdersTable>, 'status' | 'given_up_at'>): void {
    if (order.given_up_at === null) addTo(this.#orders, order.status, 1);
  }

  /** How many orders of this status left before they were recorded. */
  unrecorded(status: string, archived: number): { least: number; most: number } {
    // While orders leave, their number can't be known.
    if (this.#archivedBefore.get(status) !== archived) return { least: 0, most: archived };
    const count = archived - (this.#orders.get(status) ?? 0);
    return { least: count, most: count };
  }
}

/** Compares the numbers of recorded orders, and of rejected ones, with what the shard counts. */
export async function checkCounts(
  db: Records,
  ledger: Ledger,
  shard: number,
  gone: GoneOrders,
): Promise<string[]> {
  const { recorded, there: all } = await readBoth(db, ledger, shard);
  const { counts, archived } = all;
  return COUNTED_STATUSES.flatMap((status) => {
    const left = archived.get(status) ?? 0;
    // Rejected orders are counted alone, so that nobody knows which have left since.
    const unrecorded =
      status === 'rejected' ? { least: 0, most: left } : gone.unrecorded(status, left);
    const count = recorded.get(status) ?? 0;
    const there = counts.get(status) ?? 0;
    if (unrecorded.least < 0) {
      const more = -unrecorded.least;
      return [`shard ${shard}: ${more} more ${status} orders are recorded than ever left Redis`];
    }
    const [least, most] = [count + unrecorded.least, count + unrecorded.most];
    if (there >= least && there <= most) return [];
    const nearest = there < least ? least : most;
    return [`shard ${shard}: ${nearest} orders are ${status} by the records, ${there} in Redis`];
  });
}

// Under the lock of the shard: nobody records it meanwhile, nor lets its log be trimmed.
async function readBoth(db: Records, ledger: Ledger, shard: number) {
  return await withShard(db, shard, async (tx, row) => {
    const recorded = await countByStatus(tx, shard);
    const there = await readLogCounts(ledger, shard);
    const logged = await readLogged(ledger, shard, { row, logEnd: there.logEnd });
    const before = await countByStatus(tx, shard, [...logged.states.keys()]);
    for (const [status, count] of before) addTo(recorded, status, -count);
    for (const letter of logged.states.values()) addTo(recorded, statusOf(letter), 1);
    recorded.set('rejected', row.rejected + logged.rejected);
    return { recorded, there };
  });
}

async function countByStatus(
  tx: RecordsTransaction,
  shard: number,
  ids?: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('records.orders')
    .select(['status', sql<number>`count(*)`.as('orders')])
    .where('shard', '=', shard)
    .where('given_up_at', 'is', null)
    .$if(ids !== undefined, (query) => query.where(sql<boolean>`order_id = any(${ids}::text[])`))
    .groupBy('status')
    .execute();
  return new Map(rows.map(({ status, orders }) => [status, orders]));
}

// What is not recorded for sure. The log waits for the recorder, so that it has all of these entries.
async function readLogged(
  ledger: Ledger,
  shard: number,
  { row, logEnd }: { row: { position: string; counted_to: string }; logEnd: string },
) {
  const logged = { states: new Map<string, string>(), rejected: 0 };
  for (let position = row.position; ;) {
    const page = await readLog(ledger, shard, { after: position });
    for (const { orderId, from, to, entryId } of page.changes) {
      if (comparePositions(entryId, logEnd) > 0) return logged;
      logged.states.set(orderId, to);
      if (comparePositions(entryId, row.counted_to) <= 0) continue;
      if (statusOf(from) === 'rejected') logged.rejected -= 1;
      if (statusOf(to) === 'rejected') logged.rejected += 1;
    }
    if (page.entries === 0) return logged;
    position = page.position;
  }
}

const statusOf = (letter: string): string => ORDER_STATES[letter]?.status ?? 'unknown';
