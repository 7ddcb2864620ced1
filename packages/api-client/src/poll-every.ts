import { lastTouchMs } from './visitor.ts';

/** A page that nobody has touched for so long asks less often; a hidden one does not ask at all. */
const IDLE_AFTER_MS = 180_000;
const IDLE_FACTOR = 8;
/** How far pauses are spread: pages that were opened in one moment must not ask in one moment. */
const SPREAD = 0.2;

/**
 * The `refetchInterval` of a query that is asked about every `ms`. What it gives stays the same until
 * the next answer: another value would start the pause anew each time the page is drawn.
 */
export function pollEvery(ms: number) {
  return ({ state }: { state: { dataUpdatedAt: number; errorUpdatedAt: number } }): number =>
    pauseAfter(Math.max(state.dataUpdatedAt, state.errorUpdatedAt), ms, Date.now() - lastTouchMs());
}

/** The pause after an answer at `answeredMs` (Unix time), of a page untouched for `idleMs`. */
export function pauseAfter(answeredMs: number, ms: number, idleMs: number): number {
  const pause = idleMs >= IDLE_AFTER_MS ? ms * IDLE_FACTOR : ms;
  return Math.round(pause * (1 - SPREAD + 2 * SPREAD * fractionOf(answeredMs)));
}

// From 0 to 1, as good as random, and always the same for the same number.
function fractionOf(value: number): number {
  return (Math.imul(value | 0, 0x9e3779b1) >>> 0) / 2 ** 32;
}
