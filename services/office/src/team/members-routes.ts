import { ApiError, type Member, teamOperations } from '@onsale/contracts';
import {
  changeGrants,
  createPasswordLink,
  endSessions,
  readMembers,
  readSessions,
  type Records,
  removeMember,
  type StoredMember,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { requireRevision, showRevision } from '../access/if-match.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { noSession } from '../sign-in/account-routes.ts';
import { sessionOf } from '../sign-in/session-of.ts';
import { linkTo } from './link-to.ts';

/** Registers the routes of owners for the members of the team. */
export function registerMembersRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, config } = parts;
  const operations = teamOperations;

  route(scope, parts, operations.listMembers, async () => {
    return { items: (await readMembers(records)).map(memberOf) };
  });
  route(scope, parts, operations.getMember, async ({ params, reply }) => {
    const member = await requireMember(records, params.memberId);
    showRevision(reply, member.revision);
    return memberOf(member);
  });
  route(scope, parts, operations.changeMember, async (asked) => {
    const { actor, params, body, headers, request, reply } = asked;
    const revision = requireRevision(headers);
    const member = await requireMember(records, params.memberId);
    const before = { grants: member.grants };
    const about = { action: 'changeMember', subject: `member:${member.memberId}`, before };
    const { grants } = body;
    await logChange(records, { actor, request }, { ...about, after: { grants } }, async () => {
      const outcome = await changeGrants(records, member.memberId, { revision, grants });
      if (outcome === 'missing') throw noMember();
      if (outcome === 'last_owner') throw lastOwner();
      if (outcome === 'changed') {
        throw new ApiError('ETAG_MISMATCH', 'somebody else has changed these roles since');
      }
      return { result: undefined };
    });
    const changed = await requireMember(records, member.memberId);
    showRevision(reply, changed.revision);
    return memberOf(changed);
  });
  route(scope, parts, operations.removeMember, async ({ actor, params, request, reply }) => {
    const { memberId, name, email, grants } = await requireMember(records, params.memberId);
    const before = { name, email, grants };
    const about = { action: 'removeMember', subject: `member:${memberId}`, before };
    await logChange(records, { actor, request }, about, async () => {
      const outcome = await removeMember(records, memberId);
      if (outcome === 'missing') throw noMember();
      if (outcome === 'last_owner') throw lastOwner();
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });

  route(scope, parts, operations.listSessions, async ({ actor, params }) => {
    const { memberId } = await requireMember(records, params.memberId);
    const sessions = await readSessions(records, memberId);
    return { items: sessions.map((session) => sessionOf(session, actor.sessionId)) };
  });
  route(scope, parts, operations.endSession, async ({ actor, params, request, reply }) => {
    const { memberId, sessionId } = params;
    const about = { action: 'endSession', subject: `member:${memberId}` };
    await logChange(records, { actor, request }, about, async () => {
      if ((await endSessions(records, memberId, { sessionId })) === 0) throw noSession();
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });
  route(scope, parts, operations.endSessions, async ({ actor, params, request, reply }) => {
    const { memberId } = await requireMember(records, params.memberId);
    const about = { action: 'endSessions', subject: `member:${memberId}` };
    await logChange(records, { actor, request }, about, async () => {
      const ended = await endSessions(records, memberId, {});
      return { result: undefined, after: { ended } };
    });
    reply.code(204);
    return null;
  });

  route(scope, parts, operations.createPasswordLink, async (asked) => {
    const { actor, params, body, request, reply } = asked;
    const { memberId } = params;
    const removesTwoFactor = body.removesTwoFactor === true;
    const after = { removesTwoFactor };
    const about = { action: 'createPasswordLink', subject: `member:${memberId}`, after };
    const link = await logChange(records, { actor, request }, about, async () => {
      const made = await createPasswordLink(records, {
        ...{ memberId, createdBy: actor.name, removesTwoFactor },
      });
      if (made === undefined) throw noMember();
      return { result: made };
    });
    reply.code(201);
    return linkTo(config.CONSOLE_URL, 'new_password', link);
  });
}

async function requireMember(records: Records, memberId: string): Promise<StoredMember> {
  const [member] = await readMembers(records, memberId);
  if (member === undefined) throw noMember();
  return member;
}

function noMember(): ApiError {
  return new ApiError('MEMBER_NOT_FOUND', 'the team has no such member');
}

function lastOwner(): ApiError {
  return new ApiError('LAST_OWNER', 'the team needs an owner for all events');
}

function memberOf({ language, lastSeenAt, createdAt, ...member }: StoredMember): Member {
  return {
    ...member,
    ...(language === undefined ? {} : { language: language as NonNullable<Member['language']> }),
    ...(lastSeenAt === undefined ? {} : { lastSeenAt: lastSeenAt.toISOString() }),
    createdAt: createdAt.toISOString(),
  };
}
