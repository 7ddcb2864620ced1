import type { Kysely } from 'kysely';

/** What buyers ask of delivery: links to their orders, and to be left alone. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
