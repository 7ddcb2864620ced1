import { findApiKey, type Records } from '@onsale/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from '../sign-in/sessions.ts';
import type { Actor } from './actor.ts';
import { requireOwnOrigin } from './own-origin.ts';

/** Finds out who sent a request; undefined when nobody says so, or nobody we know. */
export type Authenticate = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Actor | undefined>;

/** By API key, else by the session of a member, which may change something from the console's pages alone. */
export function authenticateBy(
  records: Records,
  { sessions, consoleUrl }: { sessions: Sessions; consoleUrl: string },
): Authenticate {
  return async (request, reply) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      const member = await sessions.memberOf(request, reply);
      if (member !== undefined) requireOwnOrigin(request, consoleUrl);
      return member;
    }
    const secret = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    const key = secret === undefined ? undefined : await findApiKey(records, secret);
    if (key === undefined) return undefined;
    return { kind: 'api_key', id: key.keyId, name: key.name, grants: key.grants };
  };
}
