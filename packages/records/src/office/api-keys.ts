import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { grantOf, readGrants, replaceGrants, type StoredGrant } from './team/grants.ts';

/** What an API key's secret begins with, so that it is found when it lies around somewhere. */
const PREFIX = 'onsale_';

/** A key that was just made. */
export interface NewApiKey {
  keyId: string;
  /** Sent as `Authorization: Bearer …`; it can't be shown again. */
  secret: string;
}

/** A key as it is shown. */
export interface StoredApiKey {
  keyId: string;
  name: string;
  grants: StoredGrant[];
  /** The name of who made it. */
  createdBy: string;
  createdAt: Date;
  lastUsedAt: Date | undefined;
  expiresAt: Date | undefined;
}

/** Makes an API key with these roles. */
export async function createApiKey(
  db: Records,
  key: {
    name: string;
    createdBy: string;
    expiresAt?: Date | undefined;
    grants: readonly StoredGrant[];
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
    await replaceGrants(tx, keyId, key.grants);
  });
  return { keyId, secret };
}

/** The keys that were not revoked, or the one with this id, the newest first. */
export async function readApiKeys(db: Records, keyId?: string): Promise<StoredApiKey[]> {
  const rows = await db
    .selectFrom('office.api_keys')
    .selectAll()
    .where('revoked_at', 'is', null)
    .$if(keyId !== undefined, (query) => query.where('key_id', '=', keyId ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('key_id')
    .execute();
  const ids = rows.map((row) => row.key_id);
  const grants = await readGrants(db, ids);
  return rows.map((row) => ({
    keyId: row.key_id,
    name: row.name,
    grants: grants.get(row.key_id) ?? [],
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
  }));
}

/** Revokes a key; whether there was one. */
export async function revokeApiKey(db: Records, keyId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('office.api_keys')
    .set({ revoked_at: new Date() })
    .where('key_id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The key with this secret and its roles; undefined when there is none that is valid. */
export async function findApiKey(
  db: Records,
  secret: string,
): Promise<{ keyId: string; name: string; grants: StoredGrant[] } | undefined> {
  if (!secret.startsWith(PREFIX)) return undefined;
  const rows = await db
    .selectFrom('office.api_keys as key')
    .leftJoin('office.grants as grant', 'grant.holder_id', 'key.key_id')
    .select(['key.key_id', 'key.name', 'key.last_used_at', 'grant.role', 'grant.event_id'])
    .where('secret_sha256', '=', digest(secret))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date())]))
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  if (isOld(first.last_used_at)) await noteUse(db, first.key_id);
  const grants = rows.flatMap(({ role, event_id }) => {
    return role === null ? [] : [grantOf({ role, event_id })];
  });
  return { keyId: first.key_id, name: first.name, grants };
}

/** How exactly it is noted when a key was used: a write for each request would be too much. */
const USE_NOTED_MS = 60_000;

function isOld(lastUsedAt: Date | null): boolean {
  return lastUsedAt === null || Date.now() - lastUsedAt.getTime() > USE_NOTED_MS;
}

async function noteUse(db: Records, keyId: string): Promise<void> {
  await db
    .updateTable('office.api_keys')
    .set({ last_used_at: sql<Date>`now()` })
    .where('key_id', '=', keyId)
    .execute();
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
