import { loadScript, runScript } from '@onsale/redis';
import type { Ledger } from '../ledger.ts';
import { type LineAddress, lineKeysOf } from './line-address.ts';

const leaveScript = loadScript(new URL('./leave-line.lua', import.meta.url));
const awayScript = loadScript(new URL('./go-away.lua', import.meta.url));

/** Gives a place up, whatever its state; its admission is void. Returns whether there was one. */
export async function leaveLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  place: string,
): Promise<boolean> {
  const call = { keys: lineKeysOf(line), args: [place] };
  return (await runScript(ledger.redis, leaveScript, call)) === 1;
}

/**
 * Somebody has closed the page: the place is removed after `AWAY_MS`, unless `askPlaces` or `joinLine` is called for it
 * before. Returns whether there is a place that can be away.
 */
export async function goAway(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  place: string,
): Promise<boolean> {
  const call = { keys: lineKeysOf(line), args: [place] };
  return (await runScript(ledger.redis, awayScript, call)) === 1;
}
