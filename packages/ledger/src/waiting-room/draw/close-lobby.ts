import type { Ledger } from '../../ledger.ts';
import type { LineAddress } from '../line-address.ts';

/** Between the publication of the list of lots and the draw. */
export const DRAW_AFTER_MS = 3000;

/** What a draw is in; see `closeLobby`. */
export type DrawProgress =
  /** The lobby is open, or there is none. */
  | { outcome: 'not-closed' }
  /** The list is published; the draw follows at `drawAtMs` (Unix time in ms by Redis' clock). */
  | { outcome: 'listed'; drawAtMs: number }
  | { outcome: 'drawn' };

/**
 * Makes and publishes the list of lots of a lobby that `stepLine`, `joinLine` or `openLine` has closed (phase
 * `drawing`). Safe to repeat, in several processes at once and after a kill.
 */
export async function closeLobby(
  _ledger: Pick<Ledger, 'redis'>,
  _line: LineAddress,
): Promise<DrawProgress> {
  await Promise.resolve();
  throw new Error('not made yet');
}
