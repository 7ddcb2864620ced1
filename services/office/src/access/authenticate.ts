import { findApiKey, type Records } from '@onsale/records';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.ts';

/** Finds out who sent a request; undefined when nobody says so, or nobody we know. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>;

/** By API key. */
export function authenticateBy(records: Records): Authenticate {
  return async ({ headers }) => {
    const secret = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    const key = secret === undefined ? undefined : await findApiKey(records, secret);
    if (key === undefined) return undefined;
    return { kind: 'api_key', id: key.keyId, name: key.name, grants: key.grants };
  };
}
