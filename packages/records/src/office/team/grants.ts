import type { Role } from '@onsale/contracts';
import type { Records } from '../../connect/open-records.ts';

/** A role, for all events or for one. */
export interface StoredGrant {
  role: Role;
  eventId?: string;
}

/** The roles of these holders: members, API keys and invitations. */
export async function readGrants(
  db: Records,
  holderIds: readonly string[],
): Promise<Map<string, StoredGrant[]>> {
  const grants = new Map<string, StoredGrant[]>(holderIds.map((id) => [id, []]));
  if (holderIds.length === 0) return grants;
  const rows = await db
    .selectFrom('office.grants')
    .selectAll()
    .where('holder_id', 'in', holderIds)
    .orderBy('event_id', (order) => order.asc().nullsFirst())
    .orderBy('role')
    .execute();
  for (const row of rows) grants.get(row.holder_id)?.push(grantOf(row));
  return grants;
}

/** Gives a holder exactly these roles. Within a transaction of the caller's. */
export async function replaceGrants(
  tx: Records,
  holderId: string,
  grants: readonly StoredGrant[],
): Promise<void> {
  await tx.deleteFrom('office.grants').where('holder_id', '=', holderId).execute();
  if (grants.length === 0) return;
  await tx
    .insertInto('office.grants')
    .values(
      grants.map(({ role, eventId = null }) => ({ holder_id: holderId, role, event_id: eventId })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function grantOf(row: { role: Role; event_id: string | null }): StoredGrant {
  return { role: row.role, ...(row.event_id === null ? {} : { eventId: row.event_id }) };
}
