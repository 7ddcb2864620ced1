import type { StaffOperation } from '@onsale/contracts';
import { ApiError } from '@onsale/contracts';
import { isRecordsOutage, withoutRows } from '@onsale/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpServer } from '@onsale/service';
import type { Static, TSchema } from 'typebox';
import type { OfficeParts } from '../app.ts';
import type { Actor } from './actor.ts';
import { authorize } from './authorize.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { requireReadableRequest } from './readable-request.ts';

type Of<Schema> = Schema extends TSchema ? Static<Schema> : undefined;
type Success<Responses> = Responses extends { 200: infer S }
  ? Of<S>
  : Responses extends { 201: infer S }
    ? Of<S>
    : Responses extends { 202: infer S }
      ? Of<S>
      : unknown;
/** What a route answers when all is well. */
export type Answer<Operation extends StaffOperation> = Success<Operation['schema']['response']>;

/** A request that was validated. */
export interface OpenRequest<Operation extends StaffOperation> {
  params: Of<Operation['schema']['params']>;
  query: Of<Operation['schema']['querystring']>;
  body: Of<Operation['schema']['body']>;
  headers: FastifyRequest['headers'];
  request: FastifyRequest;
  reply: FastifyReply;
}

/** A request that was validated and is allowed. */
export interface StaffRequest<Operation extends StaffOperation> extends OpenRequest<Operation> {
  actor: Actor;
}

/**
 * Serves a route of the office for its members and API keys: whoever asks is known, and has the right that
 * the operation needs, before `handle` is called. What it returns is the body.
 */
export function route<const Operation extends StaffOperation>(
  scope: HttpServer,
  parts: Pick<OfficeParts, 'authenticate'>,
  operation: Operation,
  handle: (request: StaffRequest<Operation>) => Promise<Answer<Operation>> | Answer<Operation>,
): void {
  const { method, url, schema, access } = operation;
  scope.route({
    ...{ method, url, schema },
    config: { acceptsForms: operation.bodyType !== undefined },
    // Before the body is looked at: a stranger learns nothing of what would be right.
    onRequest: async (request, reply) => {
      const actor = await duringOutages(() => parts.authenticate(request, reply));
      if (actor === undefined) throw new ApiError('UNAUTHORIZED', 'sign in, or send an API key');
      const { eventId } = request.params as { eventId?: string };
      authorize(actor, access, eventId);
      actors.set(request, actor);
    },
    handler: async (request, reply) => {
      const actor = actors.get(request) as Actor;
      const asked = { ...open(request, reply), actor };
      return await answer(asked, handle);
    },
  });
}

/**
 * Serves a route for everybody, in the console alone: changes are taken from its own pages, or `fromPrograms` too,
 * which don't say what page they are.
 */
export function publicRoute<const Operation extends StaffOperation>(
  scope: HttpServer,
  { config }: Pick<OfficeParts, 'config'>,
  operation: Operation,
  handle: (request: OpenRequest<Operation>) => Promise<Answer<Operation>> | Answer<Operation>,
  { fromPrograms = false }: { fromPrograms?: boolean } = {},
): void {
  const { method, url, schema } = operation;
  scope.route({
    ...{ method, url, schema },
    onRequest: (request, _reply, done) => {
      const isPage = request.headers.origin !== undefined;
      if (isPage || !fromPrograms) requireOwnOrigin(request, config.CONSOLE_URL);
      done();
    },
    handler: async (request, reply) => await answer(open(request, reply), handle),
  });
}

const actors = new WeakMap<FastifyRequest, Actor>();

/** Answers by `handle`; which types the request has, the schema of the operation has made sure of. */
export async function answer(
  asked: { reply: FastifyReply },
  handle: (asked: never) => unknown,
): Promise<unknown> {
  asked.reply.header('cache-control', 'no-store');
  return await duringOutages(async () => await handle(asked as never));
}

/** What a handler sees of a request. Throws `ApiError` 400 for texts that can't be stored. */
export function open(request: FastifyRequest, reply: FastifyReply) {
  requireReadableRequest(request);
  const { params, query, body, headers } = request;
  return { params, query, body, headers, request, reply };
}

/** A database that is away is no fault of ours, and comes back: then `ApiError` 503. */
export async function duringOutages<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ApiError || !isRecordsOutage(error)) throw error;
    throw new ApiError('RECORDS_UNAVAILABLE', 'the records cannot be reached', {
      ...{ retryAfterS: 5, cause: withoutRows(error) },
    });
  }
}
