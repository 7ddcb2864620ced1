import { randomBytes } from 'node:crypto';
import {
  type Joined,
  joinLine,
  type Ledger,
  lineAwayKey,
  lineKey,
  lineLobbyKey,
  linePlacesKey,
  type LineRules,
  lineSlowedKey,
  type LineStep,
  lineTurnsKey,
  lineWaitingKey,
  type OwnPlace,
  stepLine,
} from '../../src/index.ts';
import { inPairs, readFields } from '../../src/read-fields.ts';
import { EVENT_ID } from '../test-ledger.ts';

/** The line of the show of these tests. */
export const LINE = { shard: 0, eventId: EVENT_ID };

/** Rules of a line that is always open. */
export const ALWAYS: LineRules = {
  ...{ opensAtMs: 0, lobbyFromMs: undefined },
  ...{ turnMs: 300_000, placesPerNetwork: 50 },
};

/** A pace that nobody has to wait for. */
export const FAST = { perSecond: 10_000, maxTurns: 10_000 };
export const PAUSED = { perSecond: 0, maxTurns: 0 };

/** New places, as many as asked for. */
export function newPlaces(count: number): string[] {
  return Array.from({ length: count }, () => randomBytes(16).toString('base64url'));
}

/** Lets these places join, each from a network of its own. */
export async function join(
  ledger: Ledger,
  places: readonly string[],
  rules: LineRules = ALWAYS,
): Promise<Joined[]> {
  const joined: Joined[] = [];
  for (let from = 0; from < places.length; from += 256) {
    const joins = places.slice(from, from + 256).map((place) => ({ place, network: '' }));
    joined.push(...(await joinLine(ledger, LINE, { rules, joins })));
  }
  return joined;
}

/** Steps at once, as if enough time had passed since the last step. */
export async function step(
  ledger: Ledger,
  pace = FAST,
  rules: LineRules = ALWAYS,
): Promise<LineStep & { outcome: 'stepped' }> {
  const key = lineKey(0, EVENT_ID);
  await ledger.redis.command(key, ['HDEL', key, 'stepAt']);
  const result = await stepLine(ledger, LINE, { rules, pace });
  if (result.outcome === 'stepped') return result;
  throw new Error('another step was taken');
}

/** All records of the line, by place. */
export async function recordsOf(ledger: Ledger): Promise<Map<string, string>> {
  return new Map(await readFields(ledger, linePlacesKey(0, EVENT_ID)));
}

/** The indexes of a line, and the letters of the records that each holds. */
export const INDEXES = {
  l: lineLobbyKey(0, EVENT_ID),
  d: lineSlowedKey(0, EVENT_ID),
  w: lineWaitingKey(0, EVENT_ID),
  t: lineTurnsKey(0, EVENT_ID),
} as const;
export const AWAY = lineAwayKey(0, EVENT_ID);

/** The members of an index with their scores, in its order. */
export async function membersOf(ledger: Ledger, key: string): Promise<[string, string][]> {
  const reply = await ledger.redis.command(key, ['ZRANGE', key, '0', '-1', 'WITHSCORES']);
  return inPairs(reply as string[]);
}

/** A record with T for each time, as models have it. */
export function withoutTimes(record: string): string {
  const parts = record.split(' ');
  const at = { l: 1, d: 1, t: 3, m: 3, s: 3 }[parts[0] ?? ''];
  if (at !== undefined) parts[at] = 'T';
  return parts.join(' ');
}

/** A place as its record says it, with T for each time and "/" before how many wait before it. */
export function textOfPlace(place: OwnPlace): string {
  const before = place.before === undefined ? '' : `/${place.before}`;
  switch (place.state) {
    case 'lobby':
      return 'l T';
    case 'slowed':
      return 'd T';
    default: {
      const numbered = `${place.number} ${place.hasMissed ? 'm' : '-'}`;
      if (place.state === 'waiting') return `w ${numbered}${before}`;
      if (place.state === 'missed') return `m ${numbered} T`;
      if (place.state === 'served') return `s ${numbered} T ${place.orderId}`;
      return `t ${numbered} T ${place.hasBegun ? 1 : 0} ${place.extensions}`;
    }
  }
}
