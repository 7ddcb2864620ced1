import type { Kysely } from 'kysely';

/** The members of the team, and how they sign in. */
export async function up(_db: Kysely<unknown>): Promise<void> {}
