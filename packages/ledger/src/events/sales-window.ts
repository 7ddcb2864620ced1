import type { EventDocument, TicketType } from './event-document.ts';

/** An event that does not say when it ends is over this long after it has started. */
const ASSUMED_LENGTH_MS = 12 * 60 * 60_000;

/**
 * When something may be ordered: Unix times in ms, the first included and the last not; 0 for no
 * bound.
 */
export interface SalesWindow {
  fromMs: number;
  toMs: number;
}

/**
 * When an event is over: Unix time in ms. It is `endsAt`, and 12 hours after `startsAt` where that
 * is missing. 0 for a rehearsal, which never is.
 */
export function endMsOf(event: EventDocument): number {
  if (event.rehearsal === true) return 0;
  return event.endsAt === undefined
    ? Date.parse(event.startsAt) + ASSUMED_LENGTH_MS
    : Date.parse(event.endsAt);
}

/** The sales window of an event, which ends with it, or the narrower one of a ticket type of it. */
export function salesWindowOf(event: EventDocument, ticket?: TicketType): SalesWindow {
  const parts = [event, ...(ticket === undefined ? [] : [ticket])];
  const from = parts.flatMap(({ salesFrom }) => timeOf(salesFrom));
  const to = [...parts.flatMap(({ salesTo }) => timeOf(salesTo)), endMsOf(event)];
  const bounds = to.filter((timeMs) => timeMs !== 0);
  return { fromMs: Math.max(0, ...from), toMs: bounds.length === 0 ? 0 : Math.min(...bounds) };
}

/** Whether a window is open at a time. */
export function isWindowOpen({ fromMs, toMs }: SalesWindow, nowMs: number): boolean {
  return nowMs >= fromMs && (toMs === 0 || nowMs < toMs);
}

function timeOf(text: string | undefined): number[] {
  return text === undefined ? [] : [Date.parse(text)];
}
