import { ApiError, signInOperations, type StaffOperation } from '@onsale/contracts';
import { beginActivity, endActivity } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { type OpenRequest, publicRoute, route } from '../access/route.ts';
import { askAuth, type AuthAnswer } from './ask-auth.ts';

/** Registers the routes of `signInOperations`: each asks better-auth the same, within our limits. */
export function registerSignInRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { attempts } = parts;
  const { signIn, signOut, verifyTotp, verifyBackupCode } = signInOperations;
  const { beginTwoFactor, disableTwoFactor, renewBackupCodes, changePassword } = signInOperations;
  const { beginPasskey, addPasskey, beginPasskeySignIn, signInByPasskey } = signInOperations;

  publicRoute(scope, parts, signIn, async (asked) => {
    const email = asked.body.email.toLowerCase();
    const { member, body } = await attempts.make(
      asked.request,
      { kind: 'secret', account: email },
      async () => await ask(parts, signIn, asked, { ...asked.body, email }),
    );
    if (body['twoFactorRedirect'] === true) return { twoFactorRedirect: true };
    await note(parts, asked, 'signIn', member);
    return {};
  });
  for (const operation of [verifyTotp, verifyBackupCode]) {
    publicRoute(scope, parts, operation, async (asked) => {
      const { member } = await attempts.make(
        asked.request,
        { kind: 'secret' },
        async () => await ask(parts, operation, asked, asked.body),
      );
      await note(parts, asked, operation.operationId, member);
      return {};
    });
  }
  publicRoute(scope, parts, beginPasskeySignIn, async (asked) => {
    const ours = { kind: 'challenge' } as const;
    return await attempts.make(
      asked.request,
      ours,
      async () => (await ask(parts, beginPasskeySignIn, asked)).body,
    );
  });
  publicRoute(scope, parts, signInByPasskey, async (asked) => {
    const { member } = await attempts.make(
      asked.request,
      { kind: 'secret' },
      async () => await ask(parts, signInByPasskey, asked, asked.body),
    );
    await note(parts, asked, 'signInByPasskey', member);
    return {};
  });
  publicRoute(scope, parts, signOut, async (asked) => {
    await ask(parts, signOut, asked);
    return {};
  });

  route(scope, parts, beginTwoFactor, async (asked) => {
    const { body } = await withPassword(parts, beginTwoFactor, asked);
    await note(parts, asked, 'beginTwoFactor', asked.actor);
    return body as { totpURI: string; backupCodes: string[] };
  });
  route(scope, parts, disableTwoFactor, async (asked) => {
    await withPassword(parts, disableTwoFactor, asked);
    await note(parts, asked, 'disableTwoFactor', asked.actor);
    return {};
  });
  route(scope, parts, renewBackupCodes, async (asked) => {
    const { body } = await withPassword(parts, renewBackupCodes, asked);
    await note(parts, asked, 'renewBackupCodes', asked.actor);
    return body as { backupCodes: string[] };
  });
  route(scope, parts, changePassword, async (asked) => {
    await withPassword(parts, changePassword, asked, { revokeOtherSessions: true });
    await note(parts, asked, 'changePassword', asked.actor);
    return {};
  });
  route(scope, parts, beginPasskey, async (asked) => {
    requireMember(asked.actor);
    return (await ask(parts, beginPasskey, asked)).body;
  });
  route(scope, parts, addPasskey, async (asked) => {
    requireMember(asked.actor);
    await ask(parts, addPasskey, asked, asked.body);
    await note(parts, asked, 'addPasskey', asked.actor);
    return {};
  });
}

/** Throws `ApiError` 403 for an API key, which has no account. */
export function requireMember(actor: { kind: string }): void {
  if (actor.kind === 'member') return;
  throw new ApiError('NOT_ALLOWED', 'an API key has no account: sign in as a member');
}

async function ask(
  { auth }: OfficeParts,
  { method, url }: StaffOperation,
  asked: Pick<OpenRequest<StaffOperation>, 'request' | 'reply'>,
  body?: unknown,
): Promise<AuthAnswer> {
  return await askAuth(auth, asked, { method, path: url, body });
}

// Whoever sits down at somebody else's desk must not guess their password.
async function withPassword(
  parts: OfficeParts,
  operation: StaffOperation,
  asked: Pick<OpenRequest<StaffOperation>, 'request' | 'reply'> & {
    actor: { id: string; kind: string };
    body: object;
  },
  more: object = {},
): Promise<AuthAnswer> {
  requireMember(asked.actor);
  return await parts.attempts.make(
    asked.request,
    { kind: 'secret', account: asked.actor.id },
    async () => await ask(parts, operation, asked, { ...asked.body, ...more }),
  );
}

async function note(
  { records }: OfficeParts,
  { request }: Pick<OpenRequest<StaffOperation>, 'request'>,
  action: string,
  member: { id: string; name: string } | undefined,
): Promise<void> {
  if (member === undefined) return;
  const { id, name } = member;
  const activityId = await beginActivity(records, {
    ...{ actor: { id, name }, action, subject: `member:${id}`, requestId: request.id },
  });
  await endActivity(records, activityId, { outcome: 'done' });
}
