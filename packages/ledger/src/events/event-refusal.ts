import type { ErrorDetail } from '@onsale/contracts';
import type { StoredEvent } from './event-document.ts';

/** Why an event was not created or changed, and the HTTP status that says so. */
export const EVENT_REFUSALS = {
  /** The document is wrong; `details` names every problem. */
  INVALID_EVENT: 400,
  EVENT_NOT_FOUND: 404,
  /** There is an event with this id. */
  EVENT_EXISTS: 409,
  /** Somebody else has changed the event; `current` is what is there. */
  REVISION_CHANGED: 409,
  /** This step does not start from the event's status. */
  STEP_REFUSED: 409,
  /** A capacity is below what is held and sold, or a ticket id belongs to another event. */
  STOCK_CONFLICT: 409,
  /** An event is archived after its orders. */
  ORDERS_LEFT: 409,
  /** Archived events stay as they are. */
  EVENT_ARCHIVED: 409,
} as const satisfies Record<string, 400 | 404 | 409>;
export type EventRefusalCode = keyof typeof EVENT_REFUSALS;

/** Nothing was written. */
export interface EventRefusal {
  outcome: 'refused';
  code: EventRefusalCode;
  /** A sentence. */
  message: string;
  details: ErrorDetail[];
  /** The event as it is stored, if there is one. */
  current?: StoredEvent;
}

/** Makes a refusal. The status to answer with is `EVENT_REFUSALS[code]`. */
export function eventRefusal(
  code: EventRefusalCode,
  message: string,
  more: { details?: ErrorDetail[]; current?: StoredEvent | undefined } = {},
): EventRefusal {
  const { details = [], current } = more;
  return {
    outcome: 'refused',
    code,
    message,
    details,
    ...(current === undefined ? {} : { current }),
  };
}

/** There is no event with this id. */
export function noSuchEvent(eventId: string): EventRefusal {
  return eventRefusal('EVENT_NOT_FOUND', `there is no event ${eventId}`);
}

/** The event has another revision than the one that the change was made from. */
export function changedSince(
  eventId: string,
  facts: { revision: number; there: number; current: StoredEvent | undefined },
): EventRefusal {
  const { revision, there, current } = facts;
  const message =
    `event ${eventId} has revision ${there}, not ${revision}: somebody else has changed it; ` +
    'look at it and make the change again';
  return eventRefusal('REVISION_CHANGED', message, { current });
}
