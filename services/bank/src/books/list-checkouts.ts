import { ApiError } from '@onsale/contracts';
import type { Checkout } from './documents.ts';

const PAGE_SIZE = 100;

/**
 * A page of the checkouts of a period, the newest first. `cursor` is `next` of the page before: time
 * and id of its last checkout, so that new ones move nothing.
 */
export function listCheckouts(
  checkouts: readonly Checkout[],
  query: { sinceMs?: string; untilMs?: string; cursor?: string },
): { checkouts: Checkout[]; next?: string } {
  const { sinceMs = '0', untilMs = 'Infinity', cursor } = query;
  const first = countBefore(checkouts, Number(sinceMs));
  const end =
    cursor === undefined ? countBefore(checkouts, Number(untilMs)) : placeOf(checkouts, cursor);
  const begin = Math.max(first, end - PAGE_SIZE);
  const page = checkouts.slice(begin, end).toReversed();
  const last = page.at(-1);
  if (last === undefined || begin <= first) return { checkouts: page };
  return { checkouts: page, next: cursorOf(last) };
}

/** What continues a list after this checkout. */
export function cursorOf({ createdAtMs, id }: Checkout): string {
  return `${createdAtMs}-${id}`;
}

/** Where in the list the checkout of a cursor is. Throws 400. */
export function placeOf(checkouts: readonly Checkout[], cursor: string): number {
  const [createdAtMs, id] = cursor.split('-');
  let i = countBefore(checkouts, Number(createdAtMs));
  while (i < checkouts.length && checkouts[i]?.id !== id) i += 1;
  if (i < checkouts.length) return i;
  const message = 'must be next of another page';
  throw new ApiError('INVALID_REQUEST', `cursor ${message}`, {
    details: [{ path: 'cursor', message }],
  });
}

// How many were created before, by halving.
function countBefore(checkouts: readonly Checkout[], beforeMs: number): number {
  let [low, high] = [0, checkouts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((checkouts[middle]?.createdAtMs ?? Infinity) < beforeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
