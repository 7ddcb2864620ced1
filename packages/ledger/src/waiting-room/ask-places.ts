import { loadScript, runScript } from '@onsale/redis';
import type { Ledger } from '../ledger.ts';
import { type LineAddress, lineKeysOf } from './line-address.ts';
import { type OwnPlace, readOwnPlace } from './own-place.ts';

/** Maximum number of places per `askPlaces` call; that many block Redis for about 1 ms. */
export const MAX_ASK_BATCH = 256;

const askScript = loadScript(new URL('./ask-places.lua', import.meta.url));

/**
 * What has become of places, in one atomic call; undefined for those that are not in the line. Asking begins a turn
 * that has come, returns to the front who has missed one for the first time, and takes back `goAway`. A turn that
 * is over counts as missed, also before a step has seen it.
 */
export async function askPlaces(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  { turnMs, places }: { turnMs: number; places: readonly string[] },
): Promise<(OwnPlace | undefined)[]> {
  if (places.length === 0) return [];
  const args = [String(turnMs), ...places];
  const reply = await runScript(ledger.redis, askScript, { keys: lineKeysOf(line), args });
  return (reply as string[]).map(readOwnPlace);
}
