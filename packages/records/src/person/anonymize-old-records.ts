import { ANONYMIZED, type Ledger } from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { forgetOldMails } from './person-in-delivery.ts';
import { anonymizeRecordedOrders } from './anonymize-recorded-orders.ts';

/** Orders read at a time. */
const PAGE = 500;

/**
 * Removes the person from the records of all orders that were placed before a given time, as
 * `anonymizeOldOrders` has done in Redis, and forgets whoever has no other order. Yields the number done so
 * far after each page. Safe to repeat.
 */
export async function* anonymizeOldRecords(
  db: Records,
  ledger: Ledger,
  placedBefore: Date,
): AsyncGenerator<number> {
  let done = 0;
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('records.orders as o')
      .innerJoin('records.people as p', 'p.person_id', 'o.person_id')
      .select(['o.order_id', 'o.shard'])
      .where('o.placed_at', '<', placedBefore)
      .where('p.address', '<>', ANONYMIZED)
      .where('o.order_id', '>', last)
      .orderBy('o.order_id')
      .limit(PAGE)
      .execute();
    const orders = rows.map(({ order_id: orderId, shard }) => ({ orderId, shard }));
    done += (await anonymizeRecordedOrders(db, ledger, { orders, words: new Set() })).done;
    yield done;
    last = orders.at(-1)?.orderId ?? '';
    if (orders.length < PAGE) break;
  }
  await forgetThoseWithoutOrders(db);
  await forgetOldMails(db, placedBefore);
}

// Whoever is just getting an order is left alone.
async function forgetThoseWithoutOrders(db: Records): Promise<void> {
  await sql`
    delete from records.people where person_id in (
      select person_id from records.people where address <> ${ANONYMIZED} and not exists (
        select from records.orders where orders.person_id = people.person_id)
      for update skip locked)`.execute(db);
}
