import { loadScript, runScript } from '@onsale/redis';
import type { Ledger } from '../ledger.ts';
import { newSeed } from './draw/lots.ts';
import { keysWithDrawOf, type LineAddress } from './line-address.ts';
import { type LineRules, packOpening } from './line-rules.ts';
import { type OwnPlace, readOwnPlace } from './own-place.ts';

/** Maximum number of places per `joinLine` call; that many block Redis for about 1 ms. */
export const MAX_JOIN_BATCH = 256;
/** Places of one line: what they take in Redis has a bound, whatever a flood of joins may want. */
const MAX_PLACES = 1_000_000;

const joinScript = loadScript(new URL('./join-line.lua', import.meta.url));

/** Somebody who joins a line. */
export interface Joining {
  /** 22 characters of base64url, from the signed cookie or new. */
  place: string;
  /** A tag of the network that it was asked from, never an address; "" when unknown. */
  network: string;
}

/** The result for one place. */
export type Joined =
  /** `isNew`: it did not have this place before. Whoever has one gets what `askPlaces` says. */
  | { outcome: 'joined'; isNew: boolean; place: OwnPlace }
  /** Nobody needs to wait: the lobby is not open yet, or an automatic line is off. */
  | { outcome: 'off' }
  /** There are too many places in the line. */
  | { outcome: 'full' };

/**
 * Gives places in a line, in the given order and in one atomic call: in the lobby, at the end of the line or, beyond
 * `placesPerNetwork` of one network, later. Opens lobby and line when it is time. Safe to repeat. What is over or
 * closed is for the caller to know: the line takes everybody.
 */
export async function joinLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  { rules, joins }: { rules: LineRules; joins: readonly Joining[] },
): Promise<Joined[]> {
  if (joins.length === 0) return [];
  const { turnMs, placesPerNetwork } = rules;
  const args = [...packOpening(rules), ...newSeed()];
  args.push(...[turnMs, placesPerNetwork, MAX_PLACES].map(String));
  for (const { place, network } of joins) args.push(place, network);
  const keys = keysWithDrawOf(line);
  const reply = (await runScript(ledger.redis, joinScript, { keys, args })) as string[];
  return reply.map(readWord);
}

function readWord(word: string): Joined {
  if (word === 'off' || word === 'full') return { outcome: word };
  const isNew = word.startsWith('+');
  const place = readOwnPlace(isNew ? word.slice(1) : word);
  if (place === undefined) throw new Error('join-line answered an empty word');
  return { outcome: 'joined', isNew, place };
}
