import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { readGrants, replaceGrants, type StoredGrant } from './grants.ts';

/** A member of the team. */
export interface StoredMember {
  memberId: string;
  name: string;
  email: string;
  language: string | undefined;
  grants: StoredGrant[];
  twoFactor: boolean;
  passkeys: number;
  sessions: number;
  lastSeenAt: Date | undefined;
  createdAt: Date;
  revision: number;
}

/** Whom a team must not lose, by transactions that could each take the last one. */
const OWNERS_LOCK = 6_674_254;

/** The members, or those with these ids, by name. */
export async function readMembers(db: Records, memberId?: string): Promise<StoredMember[]> {
  const rows = await db
    .selectFrom('office.members as member')
    .select(['id', 'name', 'email', 'language', 'twoFactorEnabled', 'createdAt', 'revision'])
    .select((eb) => [
      eb
        .selectFrom('office.passkeys as passkey')
        .whereRef('passkey.userId', '=', 'member.id')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('passkeys'),
      eb
        .selectFrom('office.sessions as session')
        .whereRef('session.userId', '=', 'member.id')
        .where('session.expiresAt', '>', sql<Date>`now()`)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('sessions'),
      eb
        .selectFrom('office.sessions as session')
        .whereRef('session.userId', '=', 'member.id')
        .select(({ fn }) => fn.max('session.updatedAt').as('at'))
        .as('lastSeenAt'),
    ])
    .$if(memberId !== undefined, (query) => query.where('id', '=', memberId ?? ''))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  const ids = rows.map(({ id }) => id);
  const grants = await readGrants(db, ids);
  return rows.map((row) => ({
    memberId: row.id,
    name: row.name,
    email: row.email,
    language: row.language ?? undefined,
    grants: grants.get(row.id) ?? [],
    twoFactor: row.twoFactorEnabled,
    passkeys: Number(row.passkeys),
    sessions: Number(row.sessions),
    lastSeenAt: row.lastSeenAt ?? undefined,
    createdAt: row.createdAt,
    revision: row.revision,
  }));
}

/** Whether somebody has this address, in lower case. */
export async function isMember(db: Records, email: string): Promise<boolean> {
  const row = await db
    .selectFrom('office.members')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether there is somebody with the role `owner` for all events. */
export async function hasOwner(db: Records): Promise<boolean> {
  return (await countOwners(db)) > 0;
}

/** What a new member is made of. */
export interface NewMember {
  name: string;
  /** In lower case. */
  email: string;
  /** As better-auth hashes it. */
  passwordHash: string;
  language?: string | undefined;
  grants: readonly StoredGrant[];
}

/** Adds a member; undefined when somebody has this address. Within a transaction of the caller's. */
export async function insertMember(tx: Records, member: NewMember): Promise<string | undefined> {
  const id = `member_${randomBytes(12).toString('hex')}`;
  const inserted = await tx
    .insertInto('office.members')
    .values({
      ...{ id, name: member.name, email: member.email, emailVerified: true },
      language: member.language ?? null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return undefined;
  await insertPassword(tx, id, member.passwordHash);
  await replaceGrants(tx, id, member.grants);
  return id;
}

/** Sets the password of a member. Within a transaction of the caller's. */
export async function replacePassword(
  tx: Records,
  memberId: string,
  passwordHash: string,
): Promise<void> {
  await tx
    .deleteFrom('office.accounts')
    .where('userId', '=', memberId)
    .where('providerId', '=', 'credential')
    .execute();
  await insertPassword(tx, memberId, passwordHash);
}

async function insertPassword(tx: Records, memberId: string, password: string): Promise<void> {
  const id = `account_${randomBytes(12).toString('hex')}`;
  await tx
    .insertInto('office.accounts')
    .values({ id, userId: memberId, accountId: memberId, providerId: 'credential', password })
    .execute();
}

/** Changes what a member may change of themselves. */
export async function changeMember(
  db: Records,
  memberId: string,
  change: { name?: string | undefined; language?: string | undefined },
): Promise<void> {
  const { name, language } = change;
  if (name === undefined && language === undefined) return;
  await db
    .updateTable('office.members')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
      updatedAt: new Date(),
    })
    .where('id', '=', memberId)
    .execute();
}

/**
 * Gives a member other roles, if theirs are still those of this revision. `changed`: somebody else was
 * faster; `last_owner`: nobody would be left who is an owner for all events.
 */
export async function changeGrants(
  db: Records,
  memberId: string,
  { revision, grants }: { revision: number; grants: readonly StoredGrant[] },
): Promise<'done' | 'missing' | 'changed' | 'last_owner'> {
  return await keepingAnOwner(db, async (tx) => {
    const row = await tx
      .selectFrom('office.members')
      .select('revision')
      .where('id', '=', memberId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return 'missing';
    if (row.revision !== revision) return 'changed';
    await replaceGrants(tx, memberId, grants);
    await tx
      .updateTable('office.members')
      .set({ revision: revision + 1, updatedAt: new Date() })
      .where('id', '=', memberId)
      .execute();
    return 'done';
  });
}

/** Removes a member with everything that they could sign in by. */
export async function removeMember(
  db: Records,
  memberId: string,
): Promise<'done' | 'missing' | 'last_owner'> {
  return await keepingAnOwner(db, async (tx) => {
    await tx.deleteFrom('office.grants').where('holder_id', '=', memberId).execute();
    const { numDeletedRows } = await tx
      .deleteFrom('office.members')
      .where('id', '=', memberId)
      .executeTakeFirst();
    return numDeletedRows === 0n ? 'missing' : 'done';
  });
}

class NoOwnerLeft extends Error {}

async function keepingAnOwner<Result>(
  db: Records,
  change: (tx: Records) => Promise<Result>,
): Promise<Result | 'last_owner'> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${OWNERS_LOCK})`.execute(tx);
      const before = await countOwners(tx);
      const result = await change(tx);
      if (before > 0 && (await countOwners(tx)) === 0) throw new NoOwnerLeft();
      return result;
    });
  } catch (error) {
    if (error instanceof NoOwnerLeft) return 'last_owner';
    throw error;
  }
}

async function countOwners(db: Records): Promise<number> {
  const { count } = await db
    .selectFrom('office.members as member')
    .innerJoin('office.grants as grant', 'grant.holder_id', 'member.id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('grant.role', '=', 'owner')
    .where('grant.event_id', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}
