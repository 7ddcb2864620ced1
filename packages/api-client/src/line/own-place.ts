import type { Line, Place, TicketsLeft } from '../generated/index.ts';
import { onOurClock } from '../server-clock.ts';
import type { LineState } from './line-state.ts';

/** Whether there is a place to take. */
export function canJoin({ status, lobbyFrom }: Line): boolean {
  if (status === 'off' || status === 'closed') return false;
  return status !== 'lobby' || lobbyFrom === undefined || onOurClock(lobbyFrom) <= Date.now();
}

/**
 * Whether there is a place that may be asked for unasked. Asking for one that has missed its turn takes the second, and
 * only people do that.
 */
export function hasLivePlace({ place }: LineState): boolean {
  return place !== undefined && place.state !== 'missed';
}

/** How long what is said of a place holds, in ms. */
export function untilMs({ until }: Place): number {
  return until === undefined ? 0 : Math.max(0, onOurClock(until) - Date.now());
}

/** The ticket types that can be had. */
export function idsOf(left: TicketsLeft[]): ReadonlySet<string> {
  return new Set(left.filter(({ remaining }) => remaining > 0).map(({ id }) => id));
}
