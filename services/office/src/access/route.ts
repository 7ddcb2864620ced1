import type { StaffOperation } from '@onsale/contracts';
import { ApiError } from '@onsale/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpServer } from '@onsale/service';
import type { Static, TSchema } from 'typebox';
import type { OfficeParts } from '../app.ts';
import type { Actor } from './actor.ts';
import { authorize } from './authorize.ts';

type Of<Schema> = Schema extends TSchema ? Static<Schema> : undefined;
type Success<Responses> = Responses extends { 200: infer S }
  ? Of<S>
  : Responses extends { 201: infer S }
    ? Of<S>
    : Responses extends { 202: infer S }
      ? Of<S>
      : unknown;

/** A request that was validated and is allowed. */
export interface StaffRequest<Operation extends StaffOperation> {
  actor: Actor;
  params: Of<Operation['schema']['params']>;
  query: Of<Operation['schema']['querystring']>;
  body: Of<Operation['schema']['body']>;
  headers: FastifyRequest['headers'];
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Serves a route of the office for its members and API keys: whoever asks is known, and has the right that
 * the operation needs, before `handle` is called. What it returns is the body.
 */
export function route<const Operation extends StaffOperation>(
  scope: HttpServer,
  parts: Pick<OfficeParts, 'authenticate'>,
  operation: Operation,
  handle: (
    request: StaffRequest<Operation>,
  ) => Promise<Success<Operation['schema']['response']>> | Success<Operation['schema']['response']>,
): void {
  const { method, url, schema, access } = operation;
  scope.route({
    ...{ method, url, schema },
    config: { acceptsForms: operation.bodyType !== undefined },
    // Before the body is looked at: a stranger learns nothing of what would be right.
    onRequest: async (request) => {
      const actor = await parts.authenticate(request);
      if (actor === undefined) throw new ApiError('UNAUTHORIZED', 'sign in, or send an API key');
      const { eventId } = request.params as { eventId?: string };
      authorize(actor, access, eventId);
      actors.set(request, actor);
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const { params, query, body, headers } = request;
      const actor = actors.get(request) as Actor;
      const asked = { actor, params, query, body, headers, request, reply };
      return await handle(asked as StaffRequest<Operation>);
    },
  });
}

const actors = new WeakMap<FastifyRequest, Actor>();
