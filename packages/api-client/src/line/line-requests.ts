import type { Line, Place } from '../generated/index.ts';
import { request } from '../request.ts';

/** Where a line is, and until when it is asked for. */
interface LineAt {
  base: string;
  eventId: string;
  signal: AbortSignal;
}

/** Asks for the line of an event. Throws `ApiError` or `NetworkError`. */
export async function askForLine(at: LineAt): Promise<Line> {
  // A stale answer of the browser's own cache would be told as if it were of now.
  return await request(urlOf(at, ''), { cache: 'no-cache', signal: at.signal });
}

/**
 * Takes a place in it, or finds the one of this browser. Also when the answer of the first time was lost, and the cookie
 * with it: by the same key. Throws `ApiError` or `NetworkError`.
 */
export async function takePlace(at: LineAt, key: string): Promise<Place | undefined> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return await request(urlOf(at, '/place'), { method: 'POST', headers, signal: at.signal });
}

/** Asks for the own place in it, changes or leaves it. Throws `ApiError` or `NetworkError`. */
export async function askForPlace(
  at: LineAt,
  method: 'GET' | 'POST' | 'DELETE',
  path = '',
): Promise<Place | undefined> {
  const headers = method === 'POST' ? { 'content-type': 'application/json' } : {};
  return await request(urlOf(at, `/place${path}`), { method, headers, signal: at.signal });
}

/** Says that the page is closed, which nobody can wait for. */
export function sayAway(at: LineAt): void {
  navigator.sendBeacon(urlOf(at, '/place/away'));
}

function urlOf({ base, eventId }: LineAt, path: string): string {
  return `${base}/lines/${encodeURIComponent(eventId)}${path}`;
}
