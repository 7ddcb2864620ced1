import { ANONYMIZED, normalizeAddress } from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { readBuyerSecret } from '../delivery/buyer-secret.ts';
import { optOutHash } from '../delivery/opt-outs.ts';
import { JOBS_SCHEMA, ORDER_LINKS } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** What a person was mailed, and whether they want no messages. */
export interface PersonInDelivery {
  mails: {
    kind: string;
    orderId?: string;
    address: string;
    subject?: string;
    state: string;
    answer?: string;
    queuedAt: string;
  }[];
  wantsNoMessagesSince?: string;
}

/** Finds what delivery knows of the person with this address, and of these orders. */
export async function findPersonInDelivery(
  db: Records,
  { address, orderIds }: { address: string; orderIds: readonly string[] },
): Promise<PersonInDelivery> {
  const ids = await findMailsTo(db, address);
  const rows = await db
    .selectFrom('office.mails')
    .selectAll()
    .where(sql<boolean>`(order_id = any(${orderIds}::text[]) or mail_id = any(${ids}::text[]))`)
    .where('address', '<>', ANONYMIZED)
    .orderBy('queued_at')
    .execute();
  const optedOut = await db
    .selectFrom('office.opt_outs')
    .select('at')
    .where('address_hash', '=', optOutHash(await readBuyerSecret(db), address))
    .executeTakeFirst();
  return {
    mails: rows.map((row) => ({
      ...{ kind: row.kind, address: row.address, state: row.state },
      ...(row.order_id === null ? {} : { orderId: row.order_id }),
      ...(row.subject === null ? {} : { subject: row.subject }),
      ...(row.answer === null ? {} : { answer: row.answer }),
      queuedAt: row.queued_at.toISOString(),
    })),
    ...(optedOut === undefined ? {} : { wantsNoMessagesSince: optedOut.at.toISOString() }),
  };
}

/** Forgets to whom mails about these orders went, and what they said; those that wait leave no more. */
export async function forgetMailsOfOrders(
  tx: RecordsTransaction,
  orderIds: readonly string[],
): Promise<void> {
  await forget(tx, sql`order_id = any(${orderIds}::text[])`);
}

/** Forgets to whom mails went that are about no order and were queued before a given time. */
export async function forgetOldMails(db: Records, queuedBefore: Date): Promise<void> {
  await forget(db, sql`order_id is null and queued_at < ${queuedBefore}`);
  await sql`delete from office.order_links where expires_at - interval '1 hour' < ${queuedBefore}`.execute(
    db,
  );
}

/** Forgets an address in all that is about no order: links to orders, and whether it wants messages. */
export async function forgetAddressInDelivery(db: Records, address: string): Promise<void> {
  const ids = await findMailsTo(db, address);
  const secret = await readBuyerSecret(db);
  await db.transaction().execute(async (tx) => {
    await forget(tx, sql`mail_id = any(${ids}::text[])`);
    await tx
      .deleteFrom('office.order_links')
      .where('address', '=', normalizeAddress(address))
      .execute();
    await tx
      .deleteFrom('office.opt_outs')
      .where('address_hash', '=', optOutHash(secret, address))
      .execute();
    await sql`
      delete from ${sql.table(`${JOBS_SCHEMA}.job`)}
      where name = ${ORDER_LINKS} and lower(data->>'email') = ${address.toLowerCase()}`.execute(tx);
  });
}

async function forget(
  db: Records | RecordsTransaction,
  which: ReturnType<typeof sql>,
): Promise<void> {
  await sql`
    update office.mails set address = ${ANONYMIZED}, about = '{}', subject = null, content = null,
      answer = null, ended_at = coalesce(ended_at, now()),
      state = case when state = 'waiting' then 'skipped' else state end
    where ${which} and address <> ${ANONYMIZED}`.execute(db);
}

// Mailboxes are compared as the shop compares them, which SQL can't; of mails about no order there are few.
async function findMailsTo(db: Records, address: string): Promise<string[]> {
  const mailbox = normalizeAddress(address);
  const rows = await db
    .selectFrom('office.mails')
    .select(['mail_id', 'address'])
    .where('order_id', 'is', null)
    .execute();
  return rows
    .filter((row) => row.address !== ANONYMIZED && normalizeAddress(row.address) === mailbox)
    .map((row) => row.mail_id);
}
