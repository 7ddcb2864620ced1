import { type LinkKind, linkUrl, ROLES, type Role } from '@onsale/contracts';
import type { NewLink, Records, StoredGrant, StoredMember } from '@onsale/records';
import { type ConnectingCommand, type ExitCode, UsageError } from '../command.ts';
import type { AdminConfig } from '../config.ts';
import { RecordsAccess } from '../open-records.ts';
import { table } from '../table.ts';

/** What the activity log calls whoever has the database. */
const ACTOR = { id: 'admin', name: 'npm run admin' };

/** What `npm start` shows while there is no owner. */
export const officeFirstOwnerCommand: ConnectingCommand = {
  usage: 'office first-owner [--json]',
  summary:
    'prints a link with which the first owner sets up the console: once, within 15 minutes, on this machine ' +
    'alone; nothing when there is an owner',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  connects: true,
  run: async ({ config, print }, { options }) =>
    await withRecords(config, async (db) => {
      const { createFirstOwnerLink } = await import('@onsale/records');
      const link = await createFirstOwnerLink(db);
      if (options['json'] === true) print(JSON.stringify(link === undefined ? {} : show(link)));
      else if (link === undefined) print('There is an owner; owners invite others.');
      else print(`${show(link).url} works once, until ${show(link).expiresAt}.`);
      return 0;

      function show({ token, expiresAt }: NewLink) {
        return { url: linkOf(config, 'first_owner', token), expiresAt: expiresAt.toISOString() };
      }
    }),
};

/** Brings people in where nobody can sign in yet. */
export const officeInviteCommand: ConnectingCommand = {
  usage: 'office invite EMAIL --role ROLE [--event ID]',
  summary: `prints a link with which somebody becomes a member, once, within 7 days; roles: ${ROLES.join(', ')}`,
  options: { role: { type: 'string' }, event: { type: 'string' } },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, print, warn }, { words: [address = ''], options }) {
    const email = address.toLowerCase();
    if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(email)) {
      throw new UsageError(`${address} is not a valid e-mail address`);
    }
    const grant = grantIn(options);
    return await withRecords(config, async (db) => {
      const { createInvitation } = await import('@onsale/records');
      const grants = [grant];
      const link = await createInvitation(db, { email, createdBy: ACTOR.name, grants });
      if (link === undefined) {
        warn('Somebody with this address is already a member; owners change roles in the console.');
        return 1;
      }
      await note(db, {
        ...{ action: 'createInvitation', subject: `invitation:${email}`, after: { grants } },
      });
      print(linkOf(config, 'invitation', link.token));
      return 0;
    });
  },
};

export const officeMembersCommand: ConnectingCommand = {
  usage: 'office members [--json]',
  summary: 'lists the members of the team with their roles',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  connects: true,
  run: async ({ config, print }, { options }) =>
    await withRecords(config, async (db) => {
      const { readMembers } = await import('@onsale/records');
      const members = await readMembers(db);
      print(options['json'] === true ? JSON.stringify(members, null, 2) : describe(members));
      return 0;
    }),
};

/** For owners who have lost their password or telephone. */
export const officePasswordLinkCommand: ConnectingCommand = {
  usage: 'office password-link EMAIL [--remove-second-factor]',
  summary:
    'prints a link with which a member sets a new password, once, within a day; on request it removes ' +
    'second factor and passkeys too',
  options: { 'remove-second-factor': { type: 'boolean' } },
  words: { least: 1, most: 1 },
  connects: true,
  run: async ({ config, print, warn }, { words: [email = ''], options }) =>
    await withMember(config, { email, warn }, async (db, { memberId }) => {
      const { createPasswordLink } = await import('@onsale/records');
      const removesTwoFactor = options['remove-second-factor'] === true;
      const made = { memberId, createdBy: ACTOR.name, removesTwoFactor };
      const link = await createPasswordLink(db, made);
      await note(db, {
        ...{ action: 'createPasswordLink', subject: `member:${memberId}` },
        after: { removesTwoFactor },
      });
      print(linkOf(config, 'new_password', link?.token ?? ''));
      return 0;
    }),
};

export const officeRemoveCommand: ConnectingCommand = {
  usage: 'office remove EMAIL',
  summary: 'removes a member of the team and ends their sessions; the last owner stays',
  options: {},
  words: { least: 1, most: 1 },
  connects: true,
  run: async ({ config, print, warn }, { words: [email = ''] }) =>
    await withMember(config, { email, warn }, async (db, { memberId, name, grants }) => {
      const { removeMember } = await import('@onsale/records');
      if ((await removeMember(db, memberId)) === 'last_owner') {
        warn('This is the last owner; make somebody else an owner first.');
        return 1;
      }
      const before = { name, email, grants };
      await note(db, { action: 'removeMember', subject: `member:${memberId}`, before });
      print(`${name} is no longer a member.`);
      return 0;
    }),
};

async function withRecords(
  config: AdminConfig,
  run: (db: Records) => Promise<ExitCode>,
): Promise<ExitCode> {
  const access = new RecordsAccess(config);
  try {
    return await run(await access.open());
  } finally {
    await access.close();
  }
}

async function withMember(
  config: AdminConfig,
  { email, warn }: { email: string; warn: (line: string) => void },
  run: (db: Records, member: StoredMember) => Promise<ExitCode>,
): Promise<ExitCode> {
  return await withRecords(config, async (db) => {
    const { readMembers } = await import('@onsale/records');
    const members = await readMembers(db);
    const member = members.find((each) => each.email === email.toLowerCase());
    if (member !== undefined) return await run(db, member);
    warn('The team has no member with this address. `office members` lists them.');
    return 1;
  });
}

function grantIn({ role, event }: Record<string, string | boolean | undefined>): StoredGrant {
  if (!ROLES.includes(role as Role)) {
    throw new UsageError(`--role must be one of ${ROLES.join(', ')}`);
  }
  return { role: role as Role, ...(typeof event === 'string' ? { eventId: event } : {}) };
}

function linkOf({ CONSOLE_URL: url }: AdminConfig, kind: LinkKind, token: string): string {
  return linkUrl(url, kind, token);
}

function describe(members: readonly StoredMember[]): string {
  return table(
    ['address', 'name', 'roles', 'second factor', 'signed in'],
    members.map(({ email, name, grants, twoFactor, passkeys, sessions }) => [
      ...[
        email,
        name,
        grants.map(({ role, eventId = 'all' }) => `${role} (${eventId})`).join(', '),
      ],
      ...[twoFactor ? 'code' : passkeys > 0 ? 'passkey' : 'no', sessions],
    ]),
  );
}

async function note(
  db: Records,
  change: { action: string; subject: string; before?: object; after?: object },
): Promise<void> {
  const { beginActivity, endActivity } = await import('@onsale/records');
  const activityId = await beginActivity(db, { ...change, actor: ACTOR, requestId: 'admin' });
  await endActivity(db, activityId, { outcome: 'done' });
}
