import { ApiError, type ErrorCode } from '@onsale/contracts';
import type { EventRefusal, EventRefusalCode } from '@onsale/ledger';

const CODES: Readonly<Record<EventRefusalCode, ErrorCode>> = {
  INVALID_EVENT: 'INVALID_REQUEST',
  EVENT_NOT_FOUND: 'EVENT_NOT_FOUND',
  EVENT_EXISTS: 'EVENT_EXISTS',
  REVISION_CHANGED: 'ETAG_MISMATCH',
  STEP_REFUSED: 'STEP_REFUSED',
  STOCK_CONFLICT: 'STOCK_CONFLICT',
  ORDERS_LEFT: 'STEP_REFUSED',
  EVENT_ARCHIVED: 'EVENT_ARCHIVED',
};

/** A refusal of the ledger as the office answers it. */
export function refusedEvent({ code, message, details }: EventRefusal): ApiError {
  return new ApiError(CODES[code], message, {
    details: code === 'EVENT_EXISTS' ? [{ path: 'id', message: 'is taken' }] : details,
  });
}

/** There is no event with this id. */
export function unknownEvent(eventId: string): ApiError {
  return new ApiError('EVENT_NOT_FOUND', `there is no event ${eventId}`);
}
