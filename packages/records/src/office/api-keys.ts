import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '@onsale/contracts';
import type { Records } from '../connect/open-records.ts';

/** What an API key's secret begins with, so that it is found when it lies around somewhere. */
const PREFIX = 'onsale_';

/** A key that was just made. */
export interface NewApiKey {
  keyId: string;
  /** Sent as `Authorization: Bearer …`; it can't be shown again. */
  secret: string;
}

/** Makes an API key with these roles. */
export async function createApiKey(
  db: Records,
  key: {
    name: string;
    createdBy: string;
    expiresAt?: Date;
    grants: readonly { role: Role; eventId?: string }[];
  },
): Promise<NewApiKey> {
  const keyId = `key_${randomBytes(9).toString('hex')}`;
  const secret = `${PREFIX}${randomBytes(24).toString('base64url')}`;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('office.api_keys')
      .values({
        ...{ key_id: keyId, name: key.name, secret_sha256: digest(secret) },
        ...{ created_by: key.createdBy, expires_at: key.expiresAt ?? null },
      })
      .execute();
    const grants = key.grants.map(({ role, eventId = null }) => {
      return { holder_id: keyId, role, event_id: eventId };
    });
    if (grants.length > 0) await tx.insertInto('office.grants').values(grants).execute();
  });
  return { keyId, secret };
}

/** The key with this secret and its roles; undefined when there is none that is valid. */
export async function findApiKey(
  db: Records,
  secret: string,
): Promise<
  { keyId: string; name: string; grants: { role: Role; eventId?: string }[] } | undefined
> {
  if (!secret.startsWith(PREFIX)) return undefined;
  const rows = await db
    .selectFrom('office.api_keys as key')
    .leftJoin('office.grants as grant', 'grant.holder_id', 'key.key_id')
    .select(['key.key_id', 'key.name', 'grant.role', 'grant.event_id'])
    .where('secret_sha256', '=', digest(secret))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date())]))
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const grants = rows.flatMap(({ role, event_id: eventId }) => {
    if (role === null) return [];
    return [{ role, ...(eventId === null ? {} : { eventId }) }];
  });
  return { keyId: first.key_id, name: first.name, grants };
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
