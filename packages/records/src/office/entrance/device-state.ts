import { type Expression, type SqlBool, sql } from 'kysely';

/** In a query of `office.devices`: those that are signed in, or may still sign in by their code. */
export function isActive(): Expression<SqlBool> {
  return sql<SqlBool>`revoked_at is null and (signed_in_at is not null or code_expires_at > now())`;
}
