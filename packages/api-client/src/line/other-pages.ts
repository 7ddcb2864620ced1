import type { Place } from '../generated/index.ts';

/** What pages of one browser tell each other of its place in a line. */
export type Said = { place: Place | undefined } | { isAway: true };

/** The other pages of this browser with the line of the same event; undefined where pages can't talk. */
export function openOtherPages(
  eventId: string,
  onSaid: (said: Said) => void,
): BroadcastChannel | undefined {
  if (typeof BroadcastChannel !== 'function') return undefined;
  const others = new BroadcastChannel(`onsale-line-${eventId}`);
  others.addEventListener('message', ({ data }) => onSaid(data));
  return others;
}
