/** The first pause after a call that brought nothing, and the longest. */
export const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** Looks at what takes days: a payment in process, a refund on its way. */
export const FIRST_LOOK_MS = 15_000;
const LONGEST_LOOK_MS = 3_600_000;

/** How long to wait before the next call after so many in a row without an answer; doubles. */
export function pauseMs(tries: number, retryAfterMs = 0): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries, 16));
  // Up to a quarter more, so that many that failed together do not come back together.
  return Math.max(retryAfterMs, pause * (1 + Math.random() / 4));
}

/** How long until the next look at something undecided, after so many; doubles. */
export function lookAgainMs(looks: number): number {
  return Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** Math.min(looks, 16));
}
