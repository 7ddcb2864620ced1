import { ApiError, type ApiKey, invalidRequest, teamOperations } from '@onsale/contracts';
import { createApiKey, readApiKeys, revokeApiKey, type StoredApiKey } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';

/** Registers the routes of owners for API keys. */
export function registerApiKeysRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = teamOperations;
  const revoke = async (asker: { actor: Actor; request: FastifyRequest }, keyId: string) => {
    const [key] = await readApiKeys(records, keyId);
    if (key === undefined) throw noKey();
    const before = { name: key.name, grants: key.grants };
    const about = { action: 'revokeApiKey', subject: `api_key:${keyId}`, before };
    await logChange(records, asker, about, async () => {
      if (!(await revokeApiKey(records, keyId))) throw noKey();
      return { result: undefined };
    });
  };

  route(scope, parts, operations.listApiKeys, async () => {
    return { items: (await readApiKeys(records)).map(apiKeyOf) };
  });
  route(scope, parts, operations.createApiKey, async ({ actor, body, request, reply }) => {
    const { name, grants } = body;
    const expiresAt = body.expiresAt === undefined ? undefined : momentOf(body.expiresAt);
    const after = { name, grants, expiresAt };
    const about = { action: 'createApiKey', subject: 'api_key', after };
    const made = await logChange(records, { actor, request }, about, async () => {
      const key = await createApiKey(records, { name, grants, expiresAt, createdBy: actor.name });
      return { result: key, after: { ...after, keyId: key.keyId } };
    });
    const [apiKey] = await readApiKeys(records, made.keyId);
    if (apiKey === undefined) throw noKey();
    reply.code(201);
    return { apiKey: apiKeyOf(apiKey), secret: made.secret };
  });
  route(scope, parts, operations.revokeOwnApiKey, async ({ actor, request, reply }) => {
    if (actor.kind !== 'api_key') throw noKey();
    await revoke({ actor, request }, actor.id);
    reply.code(204);
    return null;
  });
  route(scope, parts, operations.revokeApiKey, async ({ actor, params, request, reply }) => {
    await revoke({ actor, request }, params.keyId);
    reply.code(204);
    return null;
  });
}

// The validator has looked at its form, but not whether there is such a day.
function momentOf(text: string): Date {
  const moment = new Date(text);
  if (moment.getTime() > Date.now()) return moment;
  throw invalidRequest({ path: 'expiresAt', message: 'must be a moment that is yet to come' });
}

function noKey(): ApiError {
  return new ApiError('API_KEY_NOT_FOUND', 'there is no such API key, or it was revoked');
}

function apiKeyOf({ createdAt, lastUsedAt, expiresAt, ...key }: StoredApiKey): ApiKey {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt: lastUsedAt.toISOString() }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
}
