import type { Kysely } from 'kysely';

/** What other systems are told. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
