import { ApiError, type Invitation, teamOperations } from '@onsale/contracts';
import {
  createInvitation,
  readInvitations,
  renewInvitation,
  type StoredLink,
  withdrawInvitation,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { linkTo } from './link-to.ts';

/** Registers the routes of owners for invitations into the team. */
export function registerInvitationsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, config } = parts;
  const operations = teamOperations;

  route(scope, parts, operations.listInvitations, async () => {
    return { items: (await readInvitations(records)).map(invitationOf) };
  });
  route(scope, parts, operations.createInvitation, async ({ actor, body, request, reply }) => {
    const email = body.email.toLowerCase();
    const { grants } = body;
    const about = { action: 'createInvitation', subject: `invitation:${email}`, after: { grants } };
    const made = await logChange(records, { actor, request }, about, async () => {
      const link = await createInvitation(records, { email, createdBy: actor.name, grants });
      if (link === undefined) {
        throw new ApiError('MEMBER_EXISTS', 'somebody with this address is already a member');
      }
      return { result: link };
    });
    const [invitation] = await readInvitations(records, made.linkId);
    if (invitation === undefined) throw noInvitation();
    reply.code(201);
    return {
      invitation: invitationOf(invitation),
      link: linkTo(config.CONSOLE_URL, 'invitation', made),
    };
  });
  route(scope, parts, operations.renewInvitation, async ({ actor, params, request, reply }) => {
    const subject = `invitation:${await addressOf(params.invitationId)}`;
    const about = { action: 'renewInvitation', subject };
    const link = await logChange(records, { actor, request }, about, async () => {
      const made = await renewInvitation(records, params.invitationId);
      if (made === undefined) throw noInvitation();
      return { result: made };
    });
    reply.code(201);
    return linkTo(config.CONSOLE_URL, 'invitation', link);
  });
  route(scope, parts, operations.withdrawInvitation, async ({ actor, params, request, reply }) => {
    const subject = `invitation:${await addressOf(params.invitationId)}`;
    const about = { action: 'withdrawInvitation', subject };
    await logChange(records, { actor, request }, about, async () => {
      if (!(await withdrawInvitation(records, params.invitationId))) throw noInvitation();
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });

  async function addressOf(invitationId: string): Promise<string> {
    const [invitation] = await readInvitations(records, invitationId);
    if (invitation === undefined) throw noInvitation();
    return invitation.email ?? '';
  }
}

function noInvitation(): ApiError {
  return new ApiError('INVITATION_NOT_FOUND', 'there is no such invitation');
}

function invitationOf({ linkId, email = '', createdBy, createdAt, expiresAt, grants }: StoredLink) {
  return {
    ...{ invitationId: linkId, email, grants, invitedBy: createdBy },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  } satisfies Invitation;
}
