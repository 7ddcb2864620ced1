import { loadScript, runScript } from '@onsale/redis';
import { eventKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { type LineAddress, lineKeysOf } from './line-address.ts';
import { type OwnPlace, readOwnPlace } from './own-place.ts';

/** How much longer a turn gets each time somebody asks. */
export const EXTENSION_MS = 120_000;
/** How often somebody may ask. */
export const MAX_EXTENSIONS = 10;

const extendScript = loadScript(new URL('./extend-turn.lua', import.meta.url));

/** The result of asking for more time. With `place` as it is now, by the rules of `askPlaces`. */
export type Extension =
  | { outcome: 'extended'; place: OwnPlace }
  /** It was made longer as often as can be, or the event is not on sale. */
  | { outcome: 'no-more-time'; place: OwnPlace }
  | { outcome: 'not-your-turn'; place: OwnPlace }
  | { outcome: 'no-place' };

/** Makes somebody's turn longer. */
export async function extendTurn(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  { turnMs, place }: { turnMs: number; place: string },
): Promise<Extension> {
  const args = [place, String(turnMs), String(EXTENSION_MS), String(MAX_EXTENSIONS)];
  args.push(eventKey(line.shard, line.eventId));
  const reply = await runScript(ledger.redis, extendScript, { keys: lineKeysOf(line), args });
  const [outcome, word] = reply as [Exclude<Extension['outcome'], 'no-place'>, string];
  const own = readOwnPlace(word);
  return own === undefined ? { outcome: 'no-place' } : { outcome, place: own };
}
