import { accountOperations, ApiError } from '@onsale/contracts';
import {
  beginActivity,
  endActivity,
  findLink,
  useFirstOwnerLink,
  useInvitation,
  usePasswordLink,
} from '@onsale/records';
import { type HttpServer, isLoopbackAddress } from '@onsale/service';
import { hashPassword } from 'better-auth/crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { publicRoute } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { askAuth } from './ask-auth.ts';

interface Asked {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Registers the routes of people who were given a link: the first owner, the invited, those without password. */
export function registerLinkRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, attempts } = parts;
  const { readLink, setUpFirstOwner, acceptInvitation, setNewPassword } = accountOperations;

  publicRoute(scope, parts, readLink, async ({ request, body }) => {
    return await attempts.make(request, { kind: 'secret' }, async () => {
      const link = await findLink(records, body.token);
      if (link === undefined) throw noLink();
      if (link.kind === 'first_owner') requireLoopback(request);
      const { kind, email, grants, createdBy, expiresAt } = link;
      return {
        kind,
        ...(email === undefined ? {} : { email }),
        ...(kind === 'invitation' ? { invitedBy: createdBy } : {}),
        ...{ grants, expiresAt: expiresAt.toISOString() },
      };
    });
  });

  publicRoute(scope, parts, setUpFirstOwner, async (asked) => {
    const { request, body } = asked;
    requireLoopback(request);
    const { token, name, password, language } = body;
    const email = body.email.toLowerCase();
    const used = await attempts.make(request, { kind: 'secret' }, async () => {
      const passwordHash = await hashPassword(password);
      const member = { name, email, passwordHash, language };
      const found = await useFirstOwnerLink(records, token, member);
      if (found === undefined) throw noLink();
      return found;
    });
    await signInNow(parts, asked, { ...used, name, password, action: 'setUpFirstOwner' });
    asked.reply.code(201);
    return {};
  });

  publicRoute(scope, parts, acceptInvitation, async (asked) => {
    const { token, name, password, language } = asked.body;
    const used = await attempts.make(asked.request, { kind: 'secret' }, async () => {
      const passwordHash = await hashPassword(password);
      const found = await useInvitation(records, token, { name, passwordHash, language });
      if (found === undefined) throw noLink();
      if (found === 'member_exists') {
        throw new ApiError('MEMBER_EXISTS', 'somebody with this address is already a member');
      }
      return found;
    });
    await signInNow(parts, asked, { ...used, name, password, action: 'acceptInvitation' });
    asked.reply.code(201);
    return {};
  });

  publicRoute(scope, parts, setNewPassword, async ({ request, body }) => {
    const used = await attempts.make(request, { kind: 'secret' }, async () => {
      const found = await usePasswordLink(records, body.token, await hashPassword(body.password));
      if (found === undefined) throw noLink();
      return found;
    });
    // With a second factor, the password alone must not sign in.
    const member = { id: used.memberId, name: used.email };
    await note(parts, request, { member, action: 'setNewPassword' });
    return {};
  });
}

function noLink(): ApiError {
  return new ApiError('LINK_EXPIRED', 'this link was used, withdrawn or replaced, or is too old');
}

// Whoever is at the machine may take it into use; the reverse proxy says where others are.
function requireLoopback({ ip }: FastifyRequest): void {
  if (isLoopbackAddress(ip.replace(/^::ffff:/, ''))) return;
  throw new ApiError('NOT_ALLOWED', 'this link works only on the machine that Onsale runs on');
}

async function signInNow(
  parts: OfficeParts,
  asked: Asked,
  who: { memberId: string; email: string; name: string; password: string; action: string },
): Promise<void> {
  const { memberId, email, name, password, action } = who;
  const body = { email, password };
  await note(parts, asked.request, { member: { id: memberId, name }, action });
  await askAuth(parts.auth, asked, { method: 'POST', path: '/auth/sign-in/email', body });
}

async function note(
  { records }: OfficeParts,
  request: FastifyRequest,
  { member, action }: { member: { id: string; name: string }; action: string },
): Promise<void> {
  const subject = `member:${member.id}`;
  const about = { actor: member, action, subject, requestId: request.id };
  await endActivity(records, await beginActivity(records, about), { outcome: 'done' });
}
