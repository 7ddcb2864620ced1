import { ApiError } from '@onsale/contracts';
import { type CodeWriting, MOST_CODES } from '@onsale/ledger';

/** Throws `ApiError` when an event could not have the codes that were written. */
export function refuseEvent(outcomes: readonly CodeWriting[], eventId: string): void {
  if (outcomes.includes('missing')) throw noEvent(eventId);
  if (outcomes.includes('archived')) {
    throw new ApiError('EVENT_ARCHIVED', `event ${eventId} is archived and stays as it is`);
  }
  if (outcomes.includes('full')) {
    throw new ApiError(
      'TOO_MANY_CODES',
      `an event can have ${MOST_CODES} codes; remove some first`,
    );
  }
}

export function noEvent(eventId: string): ApiError {
  return new ApiError('EVENT_NOT_FOUND', `there is no event ${eventId}`);
}
