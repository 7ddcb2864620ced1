import type { Records } from '../../connect/open-records.ts';

export interface StoredPasskey {
  passkeyId: string;
  name: string;
  createdAt: Date;
  isSynced: boolean;
}

/** The passkeys of a member, the newest first. */
export async function readPasskeys(db: Records, memberId: string): Promise<StoredPasskey[]> {
  const rows = await db
    .selectFrom('office.passkeys')
    .select(['id', 'name', 'createdAt', 'backedUp'])
    .where('userId', '=', memberId)
    .orderBy('createdAt', 'desc')
    .execute();
  return rows.map(({ id, name, createdAt, backedUp }) => ({
    passkeyId: id,
    name: name ?? '',
    createdAt: createdAt ?? new Date(0),
    isSynced: backedUp,
  }));
}

/** Removes a passkey of a member; whether there was one. */
export async function removePasskey(
  db: Records,
  memberId: string,
  passkeyId: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('office.passkeys')
    .where('userId', '=', memberId)
    .where('id', '=', passkeyId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
