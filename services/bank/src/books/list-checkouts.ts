import { ApiError } from '@onsale/contracts';
import type { Checkout } from './documents.ts';

const PAGE_SIZE = 100;

/** A page of the checkouts of a period, the newest first. `cursor` is `next` of the page before. */
export function listCheckouts(
  checkouts: readonly Checkout[],
  query: { sinceMs?: string; untilMs?: string; cursor?: string },
): { checkouts: Checkout[]; next?: string } {
  const { sinceMs = '0', untilMs = 'Infinity', cursor = 'Infinity' } = query;
  if (!/^(\d{1,16}|Infinity)$/.test(cursor)) {
    throw new ApiError('INVALID_REQUEST', 'cursor must be next of another page', {
      details: [{ path: 'cursor', message: 'must be next of another page' }],
    });
  }
  // No two were created in the same ms, so the time of the last one on a page is where the next begins.
  const end = countBefore(checkouts, Math.min(Number(untilMs), Number(cursor)));
  const begin = Math.max(countBefore(checkouts, Number(sinceMs)), end - PAGE_SIZE);
  const page = checkouts.slice(begin, end).toReversed();
  const last = page.at(-1);
  const isLastPage = last === undefined || countBefore(checkouts, Number(sinceMs)) === begin;
  return { checkouts: page, ...(isLastPage ? {} : { next: String(last.createdAtMs) }) };
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
