import { createHash, createHmac } from 'node:crypto';
import { EMAIL_PATTERN } from '@onsale/contracts';
import { normalizeAddress } from '@onsale/ledger';
import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { ORDER_LINKS } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { readBuyerSecret } from './buyer-secret.ts';

/** How long such a link opens the orders. */
const VALID_S = 3600;
/** Far more than a person has. */
const MOST_ORDERS = 200;

/** A job of the queue `ORDER_LINKS`. */
export interface OrderLinksJob {
  email: string;
  language?: string | undefined;
}

/** Leaves the request for the planner, so that it takes as long to answer whether there are orders or not. */
export async function requestOrderLinks(jobs: PgBoss, request: OrderLinksJob): Promise<void> {
  // No text of PostgreSQL has half of a character, and no address.
  await jobs.insert(ORDER_LINKS, [{ data: { ...request, email: request.email.toWellFormed() } }]);
}

/**
 * Where the links to the orders of an address go; undefined when it has none. They go to the address as it was asked
 * for, in its plain letters: what an order has may be another mailbox whose name only looks the same (`ſmith@`
 * for `smith@`), and its owner must not get the links to the orders of others.
 */
export async function findOrderLinksAddress(
  tx: RecordsTransaction,
  email: string,
): Promise<string | undefined> {
  const address = email.normalize('NFKC');
  // What was a letter of another width may separate addresses now.
  if (!ADDRESS.test(address)) return undefined;
  const { rows } = await sql`
    select from records.people p
    where address = ${normalizeAddress(address)} and exists (
      select from records.orders o where o.person_id = p.person_id and o.given_up_at is null)`.execute(
    tx,
  );
  return rows.length === 0 ? undefined : address;
}

/**
 * The token of the link in a mail, the same at each attempt to send it; from then on it opens the orders for an hour.
 * Only its hash is stored.
 */
export async function issueOrderLink(
  db: Records | RecordsTransaction,
  { mailId, address }: { mailId: string; address: string },
): Promise<{ token: string; expiresAt: Date }> {
  const secret = await readBuyerSecret(db);
  const token = createHmac('sha256', secret).update(`order-links:${mailId}`).digest('base64url');
  const expiresAt = new Date(Date.now() + VALID_S * 1000);
  await db
    .insertInto('office.order_links')
    .values({
      token_hash: hashOf(token),
      address: normalizeAddress(address),
      expires_at: expiresAt,
    })
    .onConflict((conflict) => conflict.column('token_hash').doUpdateSet({ expires_at: expiresAt }))
    .execute();
  return { token, expiresAt };
}

/** A recorded order of an address. */
export interface OrderOfAddress {
  orderId: string;
  eventId: string;
  eventName: string;
  status: string;
  placedAt: Date;
  tickets: number;
}

/** The orders that a link opens, the newest first; undefined when it is none, or too old. */
export async function openOrderLink(
  db: Records,
  token: string,
): Promise<OrderOfAddress[] | undefined> {
  const link = await db
    .selectFrom('office.order_links')
    .select('address')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (link === undefined) return undefined;
  const { rows } = await sql<OrderRow>`
    select o.order_id, o.event_id, o.status, o.placed_at, coalesce(e.name, o.event_id) as event_name,
      (select count(*) from records.tickets t
        where t.order_id = o.order_id and t.state <> 'void') as tickets
    from records.orders o join records.people p using (person_id)
      left join records.events e on e.event_id = o.event_id
    where p.address = ${link.address} and o.given_up_at is null
      and o.status in ('confirmed', 'held', 'refunded', 'cancelled')
    order by o.order_id desc limit ${MOST_ORDERS}`.execute(db);
  return rows.map((row) => ({
    ...{ orderId: row.order_id, eventId: row.event_id, eventName: row.event_name },
    ...{ status: row.status, placedAt: row.placed_at, tickets: row.tickets },
  }));
}

/** Forgets links that open nothing any more. */
export async function forgetOldLinks(db: Records): Promise<void> {
  await sql`delete from office.order_links where expires_at < now()`.execute(db);
  await sql`delete from office.buyer_attempts where until < now()`.execute(db);
}

const ADDRESS = new RegExp(EMAIL_PATTERN, 'u');

interface OrderRow {
  order_id: string;
  event_id: string;
  event_name: string;
  status: string;
  placed_at: Date;
  tickets: number;
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
