import type { Kysely } from 'kysely';

/** Pictures, and the office's settings. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
