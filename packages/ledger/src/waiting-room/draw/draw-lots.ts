import type { Ledger } from '../../ledger.ts';
import type { LineAddress } from '../line-address.ts';
import type { DrawProgress } from './close-lobby.ts';

/**
 * Gives everybody in the lobby the number of their lot, in chunks, and then opens the line; not before `drawAtMs`, when
 * it returns `listed`. Safe to repeat, in several processes at once and after a kill.
 */
export async function drawLots(
  _ledger: Pick<Ledger, 'redis'>,
  _line: LineAddress,
): Promise<DrawProgress> {
  await Promise.resolve();
  throw new Error('not made yet');
}

/**
 * What `GET /lines/:event/lots` says: `seed <hex>` and the list of lots, once all is drawn; undefined before, and
 * without a draw.
 */
export async function readLots(
  _ledger: Pick<Ledger, 'redis'>,
  _line: LineAddress,
): Promise<string | undefined> {
  await Promise.resolve();
  throw new Error('not made yet');
}
