import { ApiError, type EventDetails, type Line } from '@onsale/contracts';

const TIMEOUT_MS = 2000;

/** Where a shop takes orders and keeps its lines. */
export interface LineTarget {
  shop: string;
  line: string;
}

/**
 * The ticket type that a crowd buys. Throws `ApiError`: 400 when the event is not a rehearsal, whose line and tickets
 * are nobody's, or has no line that can be joined; 503 when the shop does not answer.
 */
export async function findTicket(target: LineTarget, eventId: string): Promise<string> {
  const event = await ask<EventDetails>(`${target.shop}/events/${eventId}`);
  if (event === undefined) throw wrong('is not at the target');
  if (!event.rehearsal) throw wrong('is not a rehearsal, and crowds come to rehearsals only');
  const [ticket] = event.tickets;
  if (ticket === undefined) throw wrong('has no tickets');
  const line = await ask<Line>(`${target.line}/lines/${eventId}`);
  if (line === undefined) throw wrong('has no waiting room');
  if (line.status === 'off') throw wrong('lets everybody order without waiting right now');
  if (line.status === 'closed') throw wrong('has a line that is closed');
  return ticket.id;
}

// Undefined for 404.
async function ask<Body>(url: string): Promise<Body | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) return undefined;
    if (response.status === 200) return (await response.json()) as Body;
    throw new Error(`status ${response.status}`);
  } catch (error) {
    const message = `${new URL(url).pathname} of the target gives no answer; try again`;
    throw new ApiError('TARGET_UNAVAILABLE', message, { retryAfterS: 1, cause: error });
  }
}

function wrong(message: string): ApiError {
  return new ApiError('INVALID_REQUEST', `event ${message}`, {
    details: [{ path: 'event', message }],
  });
}
