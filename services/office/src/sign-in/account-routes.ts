import { accountOperations, ApiError, type Me, RIGHTS } from '@onsale/contracts';
import {
  changeMember,
  endSessions,
  readMembers,
  readPasskeys,
  readSessions,
  type Records,
  removePasskey,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { type Actor, eventsWith } from '../access/actor.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { sessionOf } from './session-of.ts';
import { requireMember } from './sign-in-routes.ts';

/** Registers the routes of members for their own account. */
export function registerAccountRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const { getMe, changeMe, listMySessions, endMySession, endMyOtherSessions } = accountOperations;
  const { listMyPasskeys, removeMyPasskey } = accountOperations;

  route(scope, parts, getMe, async ({ actor }) => await describe(records, actor));
  route(scope, parts, changeMe, async ({ actor, body, request }) => {
    requireMember(actor);
    const about = { action: 'changeMe', subject: `member:${actor.id}` };
    await logChange(records, { actor, request }, about, async () => {
      await changeMember(records, actor.id, body);
      return { result: undefined, after: body };
    });
    return await describe(records, { ...actor, name: body.name ?? actor.name });
  });

  route(scope, parts, listMySessions, async ({ actor }) => {
    requireMember(actor);
    const sessions = await readSessions(records, actor.id);
    return { items: sessions.map((session) => sessionOf(session, actor.sessionId)) };
  });
  route(scope, parts, endMySession, async ({ actor, params, request, reply }) => {
    requireMember(actor);
    const about = { action: 'endMySession', subject: `member:${actor.id}` };
    await logChange(records, { actor, request }, about, async () => {
      if ((await endSessions(records, actor.id, params)) === 0) throw noSession();
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });
  route(scope, parts, endMyOtherSessions, async ({ actor, request, reply }) => {
    requireMember(actor);
    const about = { action: 'endMyOtherSessions', subject: `member:${actor.id}` };
    await logChange(records, { actor, request }, about, async () => {
      const ended = await endSessions(records, actor.id, { except: actor.sessionId });
      return { result: undefined, after: { ended } };
    });
    reply.code(204);
    return null;
  });

  route(scope, parts, listMyPasskeys, async ({ actor }) => {
    requireMember(actor);
    const passkeys = await readPasskeys(records, actor.id);
    return {
      items: passkeys.map((passkey) => ({
        ...passkey,
        createdAt: passkey.createdAt.toISOString(),
      })),
    };
  });
  route(scope, parts, removeMyPasskey, async ({ actor, params, request, reply }) => {
    requireMember(actor);
    const about = { action: 'removeMyPasskey', subject: `member:${actor.id}` };
    await logChange(records, { actor, request }, about, async () => {
      if (!(await removePasskey(records, actor.id, params.passkeyId))) {
        throw new ApiError('PASSKEY_NOT_FOUND', 'you have no such passkey');
      }
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });
}

export function noSession(): ApiError {
  return new ApiError('SESSION_NOT_FOUND', 'there is no such session, or it has ended');
}

async function describe(records: Records, actor: Actor): Promise<Me> {
  const { kind, id, name } = actor;
  const grants = actor.grants.map((grant) => ({ ...grant }));
  const rights = RIGHTS.flatMap((right) => {
    const events = eventsWith(actor, right);
    if (events === 'all') return [{ right }];
    return events.size === 0 ? [] : [{ right, eventIds: [...events] }];
  });
  const me = { kind, id, name, grants, rights };
  const [member] = kind === 'member' ? await readMembers(records, id) : [];
  if (member === undefined) return me;
  const { email, language, twoFactor } = member;
  return { ...me, email, twoFactor, ...(language === undefined ? {} : { language }) } as Me;
}
