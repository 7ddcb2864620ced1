import { createHash } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import { beginAnswer, giveUpAnswer, keepAnswer, type Records } from '@onsale/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from './actor.ts';

const MAX_KEY_LENGTH = 200;
/** 112 bits, in hex. */
const PURPOSE_DIGITS = 28;

/** What a request is answered; the status is 200 when it is not said. */
interface Made<Body> {
  status?: number;
  body: Body;
}

/**
 * Makes a change that moves money, once for each `Idempotency-Key` of an actor: whoever repeats the request
 * gets the first answer. `make` gets the purpose, the same for each repetition, by which it must itself
 * do everything once: it is called again when a process has died before it could answer. What it refuses
 * (`ApiError` 4xx) may be tried again with the same key. Throws `ApiError`: 428 without a key, 422 when the
 * key was used for another request, 409 while the first is still being worked on.
 */
export async function withIdempotency<Body>(
  records: Records,
  { actor, request, reply }: { actor: Actor; request: FastifyRequest; reply: FastifyReply },
  make: (purpose: string) => Promise<Made<Body>>,
): Promise<Body> {
  const key = keyOf(request);
  const id = { actorId: actor.id, key, sha256: digestOf(request) };
  const begun = await beginAnswer(records, id);
  if (begun.is === 'answered') {
    reply.code(begun.status);
    return begun.body as Body;
  }
  if (begun.is === 'another_request') {
    throw new ApiError('IDEMPOTENCY_KEY_REUSED', 'this key was used for another request');
  }
  if (begun.is === 'under_way') {
    throw new ApiError('REQUEST_UNDER_WAY', 'this request is being worked on; ask again', {
      retryAfterS: 1,
    });
  }
  try {
    const { status = 200, body } = await make(purposeOf(id));
    await keepAnswer(records, id, { status, body });
    reply.code(status);
    return body;
  } catch (error) {
    const nothingDone = error instanceof ApiError && error.statusCode < 500;
    // If this fails as well, it is taken over a minute later.
    await giveUpAnswer(records, id, { nothingDone }).catch(() => undefined);
    throw error;
  }
}

function keyOf({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || key.trim() === '') {
    throw new ApiError(
      'PRECONDITION_REQUIRED',
      'send an Idempotency-Key, a new one for each action',
    );
  }
  if (key.length > MAX_KEY_LENGTH) {
    throw new ApiError(
      'INVALID_REQUEST',
      `Idempotency-Key has more than ${MAX_KEY_LENGTH} characters`,
    );
  }
  return key;
}

function purposeOf({ actorId, key }: { actorId: string; key: string }): string {
  const digits = sha256(JSON.stringify([actorId, key])).slice(0, PURPOSE_DIGITS);
  return `office-${digits}`;
}

function digestOf({ method, url, body }: FastifyRequest): string {
  return sha256(JSON.stringify([method, url, body ?? null]));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
