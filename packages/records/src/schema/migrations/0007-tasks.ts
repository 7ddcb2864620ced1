import type { Kysely } from 'kysely';

/** Long work of the office. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
