import type { Kysely } from 'kysely';

/** What finds orders quickly, and notes on them. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
