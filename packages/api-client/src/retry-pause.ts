import { ApiError } from './request.ts';
import { withJitter } from './with-jitter.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;

/** By error: whoever tells of a pause must tell of the one that is kept. */
const pauses = new WeakMap<object, number>();

/**
 * How long to wait after an error, in ms: at least as long as the server asks for, else longer each
 * time. The same for the same error.
 */
export function pauseMs(failedBefore: number, error: unknown): number {
  const key = typeof error === 'object' && error !== null ? error : undefined;
  const known = key && pauses.get(key);
  if (known !== undefined) return known;
  const pause = choosePauseMs(failedBefore, error);
  if (key !== undefined) pauses.set(key, pause);
  return pause;
}

function choosePauseMs(failedBefore: number, error: unknown): number {
  if (error instanceof ApiError && error.retryAfterS !== undefined) {
    const askedMs = Math.max(FIRST_PAUSE_MS, error.retryAfterS * 1000);
    return askedMs / 2 + withJitter(askedMs);
  }
  return withJitter(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failedBefore));
}
