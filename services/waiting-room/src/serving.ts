import { ApiError } from '@onsale/contracts';
import type { ClockWatch, Ledger } from '@onsale/ledger';
import { duringOutages } from './during-outages.ts';
import type { LineKeeper } from './lines/line-keeper.ts';
import type { Lines } from './lines/lines.ts';
import type { Lots } from './lines/lots.ts';
import type { PlaceQueues } from './places/place-queues.ts';

/** What the routes work with, once Redis is there. */
export interface Serving {
  ledger: Ledger;
  lines: Pick<Lines, 'get'>;
  lots: Lots;
  queues: PlaceQueues;
  clock: Pick<ClockWatch, 'obstacles'>;
  isReachable: () => boolean;
}

/** Throws `ApiError` 503 before Redis was there. */
export function requireServing(serving: Serving | undefined): Serving {
  if (serving !== undefined) return serving;
  throw new ApiError('NOT_READY', 'the waiting room is not open yet; try again in a moment', {
    retryAfterS: 1,
  });
}

/**
 * The same, with the line of an event, which was looked at unless that is impossible. Rejects with `ApiError` 404 when
 * there is none.
 */
export async function lineOf(
  serving: Serving,
  eventId: string,
): Promise<Serving & { line: LineKeeper }> {
  const line = serving.lines.get(eventId);
  if (line === undefined) throw new ApiError('LINE_NOT_FOUND', 'this event has no waiting room');
  if (line.report === undefined) await duringOutages(() => line.looked());
  return { ...serving, line };
}
