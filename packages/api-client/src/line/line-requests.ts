import type { Line, Place } from '../generated/index.ts';
import { request } from '../request.ts';

/**
 * What this page takes places by: 128 random bits. crypto.randomUUID is missing on plain http, which a shop in a local
 * network may be.
 */
const KEY = crypto.getRandomValues(new Uint32Array(4)).join();

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
 * Asks for the own place in it, takes, changes or leaves it. Whoever takes one again by the same key gets the same, also
 * when the first answer was lost, and the cookie with it. Throws `ApiError` or `NetworkError`.
 */
export async function askForPlace(
  at: LineAt,
  method: 'GET' | 'POST' | 'DELETE',
  path = '',
): Promise<Place | undefined> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': KEY };
  return await request(urlOf(at, `/place${path}`), { method, headers, signal: at.signal });
}

/** Says that the page is closed, which nobody can wait for. */
export function sayAway(at: LineAt): void {
  navigator.sendBeacon(urlOf(at, '/place/away'));
}

function urlOf({ base, eventId }: LineAt, path: string): string {
  return `${base}/lines/${encodeURIComponent(eventId)}${path}`;
}
