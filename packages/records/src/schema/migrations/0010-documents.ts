import type { Kysely } from 'kysely';

/** Receipts, invoices and credit notes. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
