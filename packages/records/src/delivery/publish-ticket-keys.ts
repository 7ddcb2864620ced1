import type { TicketKey } from '@onsale/contracts';
import type { Records } from '../connect/open-records.ts';

/** Notes the public keys that tickets are checked with, and forgets all others, which may have been stolen. */
export async function publishTicketKeys(db: Records, keys: readonly TicketKey[]): Promise<void> {
  if (keys.length === 0) return;
  const ids = keys.map(({ keyId }) => keyId);
  await db.deleteFrom('office.ticket_keys').where('key_id', 'not in', ids).execute();
  await db
    .insertInto('office.ticket_keys')
    .values(
      keys.map(({ keyId, publicKey, createdAt }) => ({
        ...{ key_id: keyId, public_key: publicKey, created_at: new Date(createdAt) },
      })),
    )
    .onConflict((conflict) => conflict.column('key_id').doNothing())
    .execute();
}

/** The public keys that tickets are checked with, the newest first. */
export async function readTicketKeys(db: Records): Promise<TicketKey[]> {
  const rows = await db
    .selectFrom('office.ticket_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('key_id')
    .execute();
  return rows.map(({ key_id, public_key, created_at }) => ({
    ...{ keyId: key_id, publicKey: public_key, createdAt: created_at.toISOString() },
  }));
}
