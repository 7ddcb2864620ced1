import type { TicketKey } from '@onsale/contracts';
import type { Records } from '../connect/open-records.ts';

/** Adds public keys to those that tickets are checked with; those that are there stay. */
export async function publishTicketKeys(db: Records, keys: readonly TicketKey[]): Promise<void> {
  if (keys.length === 0) return;
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

/** All public keys that tickets were ever signed with, the newest first. */
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
