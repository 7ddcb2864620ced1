import type { Kysely } from 'kysely';

/** Sums of what was sold, and messages to buyers. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
