import { ApiError } from '@onsale/contracts';
import { beginActivity, endActivity, type NewActivity, type Records } from '@onsale/records';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';

/** What a change tells the activity log in the end. */
export interface Change<Result> {
  result: Result;
  before?: object;
  after?: object;
}

/**
 * Makes a change that the activity log tells of, whatever comes between: it is noted before it is made, and
 * how it ended afterwards. What is refused (`ApiError` 4xx) is noted as refused.
 */
export async function logChange<Result>(
  records: Records,
  { actor, request }: { actor: Actor; request: FastifyRequest },
  about: Pick<NewActivity, 'action' | 'eventId' | 'subject' | 'before' | 'after'>,
  make: () => Promise<Change<Result>>,
): Promise<Result> {
  const activityId = await beginActivity(records, { ...about, actor, requestId: request.id });
  try {
    const { result, before, after } = await make();
    await endActivity(records, activityId, { outcome: 'done', before, after });
    return result;
  } catch (error) {
    // Of anything else nobody knows whether the change was made.
    if (error instanceof ApiError && error.statusCode < 500) {
      await endActivity(records, activityId, { outcome: 'refused' });
    }
    throw error;
  }
}
