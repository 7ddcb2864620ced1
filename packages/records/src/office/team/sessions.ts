import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { grantOf, type StoredGrant } from './grants.ts';

export interface StoredSession {
  sessionId: string;
  address: string | undefined;
  userAgent: string | undefined;
  createdAt: Date;
  usedAt: Date;
  expiresAt: Date;
}

/** Whose session this is, with the roles of this moment; undefined when it has ended. */
export async function findSessionMember(
  db: Records,
  sessionId: string,
): Promise<{ memberId: string; name: string; grants: StoredGrant[] } | undefined> {
  const rows = await db
    .selectFrom('office.sessions as session')
    .innerJoin('office.members as member', 'member.id', 'session.userId')
    .leftJoin('office.grants as grant', 'grant.holder_id', 'member.id')
    .select(['member.id', 'member.name', 'grant.role', 'grant.event_id'])
    .where('session.id', '=', sessionId)
    .where('session.expiresAt', '>', sql<Date>`now()`)
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const grants = rows.flatMap(({ role, event_id }) =>
    role === null ? [] : [grantOf({ role, event_id })],
  );
  return { memberId: first.id, name: first.name, grants };
}

/** Where a member is signed in, the session that was begun last first. */
export async function readSessions(db: Records, memberId: string): Promise<StoredSession[]> {
  const rows = await db
    .selectFrom('office.sessions')
    .select(['id', 'ipAddress', 'userAgent', 'createdAt', 'updatedAt', 'expiresAt'])
    .where('userId', '=', memberId)
    .where('expiresAt', '>', sql<Date>`now()`)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    sessionId: row.id,
    address: row.ipAddress ?? undefined,
    userAgent: row.userAgent ?? undefined,
    createdAt: row.createdAt,
    usedAt: row.updatedAt,
    expiresAt: row.expiresAt,
  }));
}

/** Ends one session of a member, or all but `except`. Returns how many. */
export async function endSessions(
  db: Records,
  memberId: string,
  which: { sessionId: string } | { except?: string | undefined },
): Promise<number> {
  const query = db.deleteFrom('office.sessions').where('userId', '=', memberId);
  const chosen =
    'sessionId' in which
      ? query.where('id', '=', which.sessionId)
      : which.except === undefined
        ? query
        : query.where('id', '!=', which.except);
  const { numDeletedRows } = await chosen.executeTakeFirst();
  return Number(numDeletedRows);
}

/** Lets everything go whose time is over: sessions, challenges, links, attempts, answers, unused devices. */
export async function removeExpired(db: Records): Promise<void> {
  const now = sql<Date>`now()`;
  await db.deleteFrom('office.sessions').where('expiresAt', '<', now).execute();
  await db.deleteFrom('office.verifications').where('expiresAt', '<', now).execute();
  await db.deleteFrom('office.attempts').where('until', '<', now).execute();
  const dayAgo = sql<Date>`now() - interval '1 day'`;
  await db.deleteFrom('office.answers').where('at', '<', dayAgo).execute();
  await db
    .deleteFrom('office.devices')
    .where('signed_in_at', 'is', null)
    .where('code_expires_at', '<', dayAgo)
    .execute();
  await db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('office.links')
      .where('expires_at', '<', dayAgo)
      .where('kind', '!=', 'invitation')
      .returning('link_id')
      .execute();
    const ids = ended.map(({ link_id: id }) => id);
    if (ids.length === 0) return;
    await tx.deleteFrom('office.grants').where('holder_id', 'in', ids).execute();
  });
}
