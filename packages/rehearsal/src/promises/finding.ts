import type { Finding } from '@onsale/contracts';

/** What was found about a promise: broken by each of these sentences, of which some are named. */
export function exact(
  promise: number,
  about: { what: string; broken: readonly string[]; found: string; from: string[] },
): Finding {
  const { what, broken, found, from } = about;
  return broken.length === 0
    ? { promise, what, is: 'held', found, from }
    : { promise, what, is: 'broken', found: named(broken), from };
}

/** A promise that could not be looked at here. */
export function leftOut(promise: number, what: string, why: string): Finding {
  return { promise, what, is: 'left out', found: why, from: [] };
}

const MOST_NAMED = 3;

function named(broken: readonly string[]): string {
  const more = broken.length - MOST_NAMED;
  return `${broken.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more of these` : ''}`;
}
