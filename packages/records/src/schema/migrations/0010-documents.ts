import { type Kysely, sql } from 'kysely';

/** Receipts, invoices and credit notes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.documents (
      document_id text primary key,
      order_id text not null,
      kind text not null check (kind in ('receipt', 'invoice', 'credit_note')),
      refund_id text not null default '',
      year integer not null,
      number integer not null,
      issued_at timestamptz not null,
      currency text not null,
      total bigint not null,
      content jsonb not null,
      unique (kind, year, number),
      unique (order_id, kind, refund_id)
    )`.execute(db);
  await sql`
    create table office.document_numbers (
      kind text not null,
      year integer not null,
      last integer not null,
      primary key (kind, year)
    )`.execute(db);
}
