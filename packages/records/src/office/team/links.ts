import { createHash, randomBytes } from 'node:crypto';
import type { LinkKind } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { readGrants, replaceGrants, type StoredGrant } from './grants.ts';
import { hasOwner, insertMember, type NewMember, replacePassword } from './members.ts';
import { endSessions } from './sessions.ts';

/** How long a link works. */
const MINUTES: Readonly<Record<LinkKind, number>> = {
  first_owner: 15,
  invitation: 7 * 24 * 60,
  new_password: 24 * 60,
};

/** Who invites an address while somebody else does. */
const INVITATIONS_LOCK = 6_674_255;

/** What a link is for. */
export interface StoredLink {
  linkId: string;
  kind: LinkKind;
  email: string | undefined;
  memberId: string | undefined;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  grants: StoredGrant[];
}

/** A link that was just made; its token can't be shown again. */
export interface NewLink {
  linkId: string;
  token: string;
  expiresAt: Date;
}

/** Makes the link to become the first owner; undefined when there is one. It takes the place of the last. */
export async function createFirstOwnerLink(db: Records): Promise<NewLink | undefined> {
  return await db.transaction().execute(async (tx) => {
    if (await hasOwner(tx)) return undefined;
    await tx.deleteFrom('office.links').where('kind', '=', 'first_owner').execute();
    return await insertLink(tx, { kind: 'first_owner', createdBy: 'npm start' });
  });
}

/** Invites somebody, in place of an invitation to the same address; undefined when they are a member. */
export async function createInvitation(
  db: Records,
  invitation: { email: string; createdBy: string; grants: readonly StoredGrant[] },
): Promise<NewLink | undefined> {
  const { email, createdBy, grants } = invitation;
  return await db.transaction().execute(async (tx) => {
    // Of two at once, the later one takes the place of the other.
    await sql`select pg_advisory_xact_lock(${INVITATIONS_LOCK}, hashtext(${email}))`.execute(tx);
    const member = await tx
      .selectFrom('office.members')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirst();
    if (member !== undefined) return undefined;
    await withdraw(tx, (await findInvitation(tx, { email }))?.link_id);
    const link = await insertLink(tx, { kind: 'invitation', createdBy, email });
    await replaceGrants(tx, link.linkId, grants);
    return link;
  });
}

/** Makes a new link for an invitation; undefined when there is none. */
export async function renewInvitation(db: Records, linkId: string): Promise<NewLink | undefined> {
  const token = newToken();
  const row = await db
    .updateTable('office.links')
    .set({ token_sha256: digest(token), expires_at: expiryOf('invitation') })
    .where('link_id', '=', linkId)
    .where('kind', '=', 'invitation')
    .returning('expires_at')
    .executeTakeFirst();
  return row === undefined ? undefined : { linkId, token, expiresAt: row.expires_at };
}

/** Withdraws an invitation; whether there was one. */
export async function withdrawInvitation(db: Records, linkId: string): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    return await withdraw(tx, (await findInvitation(tx, { linkId }))?.link_id);
  });
}

/** The invitations that were not accepted, the newest first; those whose time is over too. */
export async function readInvitations(db: Records, linkId?: string): Promise<StoredLink[]> {
  const rows = await db
    .selectFrom('office.links')
    .selectAll()
    .where('kind', '=', 'invitation')
    .$if(linkId !== undefined, (query) => query.where('link_id', '=', linkId ?? ''))
    .orderBy('created_at', 'desc')
    .orderBy('link_id')
    .execute();
  const ids = rows.map(({ link_id: id }) => id);
  const grants = await readGrants(db, ids);
  return rows.map((row) => linkOf(row, grants.get(row.link_id) ?? []));
}

/** Makes a link by which a member sets a new password, in place of the last; undefined when there is no such member. */
export async function createPasswordLink(
  db: Records,
  link: { memberId: string; createdBy: string; removesTwoFactor: boolean },
): Promise<NewLink | undefined> {
  const { memberId, createdBy, removesTwoFactor } = link;
  return await db.transaction().execute(async (tx) => {
    const member = await tx
      .selectFrom('office.members')
      .select('email')
      .where('id', '=', memberId)
      .forUpdate()
      .executeTakeFirst();
    if (member === undefined) return undefined;
    await tx
      .deleteFrom('office.links')
      .where('kind', '=', 'new_password')
      .where('member_id', '=', memberId)
      .execute();
    const { email } = member;
    return await insertLink(tx, {
      ...{ kind: 'new_password', createdBy, email, memberId, removesTwoFactor },
    });
  });
}

/** What a link with this token is for; undefined when it does not work. */
export async function findLink(db: Records, token: string): Promise<StoredLink | undefined> {
  const row = await db
    .selectFrom('office.links')
    .selectAll()
    .where('token_sha256', '=', digest(token))
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.kind === 'first_owner' && (await hasOwner(db))) return undefined;
  const grants = await readGrants(db, [row.link_id]);
  return linkOf(row, grants.get(row.link_id) ?? []);
}

type Used = { memberId: string; email: string };

/** Uses the link of the first owner: once, and only while there is none. */
export async function useFirstOwnerLink(
  db: Records,
  token: string,
  member: Omit<NewMember, 'grants'>,
): Promise<Used | undefined> {
  return await db.transaction().execute(async (tx) => {
    const row = await takeLink(tx, token, 'first_owner');
    if (row === undefined || (await hasOwner(tx))) return undefined;
    const memberId = await insertMember(tx, { ...member, grants: [{ role: 'owner' }] });
    return memberId === undefined ? undefined : { memberId, email: member.email };
  });
}

/** Uses an invitation, once; `member_exists` when somebody has become a member with its address meanwhile. */
export async function useInvitation(
  db: Records,
  token: string,
  member: Omit<NewMember, 'grants' | 'email'>,
): Promise<Used | 'member_exists' | undefined> {
  return await db.transaction().execute(async (tx) => {
    const row = await takeLink(tx, token, 'invitation');
    if (row?.email == null) return undefined;
    const { email, link_id: linkId } = row;
    const grants = (await readGrants(tx, [linkId])).get(linkId) ?? [];
    await replaceGrants(tx, linkId, []);
    const memberId = await insertMember(tx, { ...member, email, grants });
    return memberId === undefined ? 'member_exists' : { memberId, email };
  });
}

/** Uses a link to set a new password, once; all sessions of the member end. */
export async function usePasswordLink(
  db: Records,
  token: string,
  passwordHash: string,
): Promise<Used | undefined> {
  return await db.transaction().execute(async (tx) => {
    const row = await takeLink(tx, token, 'new_password');
    if (row?.member_id == null || row.email === null) return undefined;
    const { member_id: memberId, email } = row;
    await replacePassword(tx, memberId, passwordHash);
    await endSessions(tx, memberId, {});
    // Browsers that are trusted, too, must send a code again.
    await tx.deleteFrom('office.verifications').where('value', '=', memberId).execute();
    if (row.removes_two_factor) await removeFactors(tx, memberId);
    return { memberId, email };
  });
}

async function removeFactors(tx: Records, memberId: string): Promise<void> {
  await tx.deleteFrom('office.two_factors').where('userId', '=', memberId).execute();
  await tx.deleteFrom('office.passkeys').where('userId', '=', memberId).execute();
  await tx
    .updateTable('office.members')
    .set({ twoFactorEnabled: false })
    .where('id', '=', memberId)
    .execute();
}

// Whoever deletes it has it: of two who use it at once, one.
async function takeLink(tx: Records, token: string, kind: LinkKind) {
  return await tx
    .deleteFrom('office.links')
    .where('token_sha256', '=', digest(token))
    .where('kind', '=', kind)
    .where('expires_at', '>', sql<Date>`now()`)
    .returningAll()
    .executeTakeFirst();
}

async function insertLink(
  tx: Records,
  link: {
    kind: LinkKind;
    createdBy: string;
    email?: string;
    memberId?: string;
    removesTwoFactor?: boolean;
  },
): Promise<NewLink> {
  const linkId = `link_${randomBytes(9).toString('hex')}`;
  const token = newToken();
  const row = await tx
    .insertInto('office.links')
    .values({
      ...{ link_id: linkId, kind: link.kind, token_sha256: digest(token) },
      ...{ email: link.email ?? null, member_id: link.memberId ?? null },
      removes_two_factor: link.removesTwoFactor ?? false,
      ...{ created_by: link.createdBy, expires_at: expiryOf(link.kind) },
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return { linkId, token, expiresAt: row.expires_at };
}

async function findInvitation(tx: Records, by: { email: string } | { linkId: string }) {
  const [column, value] =
    'email' in by ? (['email', by.email] as const) : (['link_id', by.linkId] as const);
  return await tx
    .selectFrom('office.links')
    .select('link_id')
    .where('kind', '=', 'invitation')
    .where(column, '=', value)
    .executeTakeFirst();
}

async function withdraw(tx: Records, linkId: string | undefined): Promise<boolean> {
  if (linkId === undefined) return false;
  await replaceGrants(tx, linkId, []);
  await tx.deleteFrom('office.links').where('link_id', '=', linkId).execute();
  return true;
}

function linkOf(
  row: {
    link_id: string;
    kind: LinkKind;
    email: string | null;
    member_id: string | null;
    created_by: string;
    created_at: Date;
    expires_at: Date;
  },
  grants: StoredGrant[],
): StoredLink {
  return {
    linkId: row.link_id,
    kind: row.kind,
    email: row.email ?? undefined,
    memberId: row.member_id ?? undefined,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    grants,
  };
}

// By the clock of the database, by which it is judged too.
function expiryOf(kind: LinkKind) {
  return sql<Date>`now() + make_interval(mins => ${MINUTES[kind]})`;
}

const newToken = (): string => randomBytes(24).toString('base64url');
const digest = (token: string): string => createHash('sha256').update(token).digest('hex');
