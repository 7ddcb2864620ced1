import { given } from '../given.ts';
import {
  lineAwayKey,
  lineKey,
  lineLobbyKey,
  lineSlowedKey,
  lineTurnsKey,
  lineWaitingKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readFields } from '../read-fields.ts';
import type { LineAddress } from './line-address.ts';
import type { LinePhase } from './step-line.ts';

/** A line as the document for everybody and the seller's team need it. */
export interface LineState {
  phase: LinePhase;
  /** When the lobby and the line were opened: Unix times in ms by Redis' clock; undefined when they never were. */
  lobbyAtMs: number | undefined;
  openedAtMs: number | undefined;
  /** The last number that was given out, and the greatest that was admitted. */
  lastNumber: number;
  serving: number;
  /** People in each state now. */
  lobby: number;
  slowed: number;
  waiting: number;
  turns: number;
  /** Places whose pages were closed. */
  away: number;
  /**
   * Sums: `joined` counts places, `admitted` and `missed` turns, `served` places that have an order, `left` places that
   * are gone without one.
   */
  joined: number;
  admitted: number;
  served: number;
  missed: number;
  left: number;
  /** From the first number that waits to the last, at most 33, those who returned to the front counted. */
  before: { number: number; people: number }[];
  /** Published once the lobby is open. `places` and `listHash` once it is closed. */
  draw:
    | { seedHash: string; listHash?: string; places?: number; drawAtMs?: number; isDrawn: boolean }
    | undefined;
  /** When it was stepped last: Unix time in ms by Redis' clock. */
  stepAtMs: number | undefined;
}

/** Pairs of number and people before it. */
const MOST_PAIRS = 33;

/** Reads a line, whatever its length, with about 40 small commands; to be done once a second, not for each request. */
export async function readLineState(
  ledger: Pick<Ledger, 'redis'>,
  { shard, eventId }: LineAddress,
): Promise<LineState> {
  const keyed = [lineLobbyKey, lineSlowedKey, lineWaitingKey, lineTurnsKey, lineAwayKey];
  const waitingKey = lineWaitingKey(shard, eventId);
  const [fields, returned, ...sizes] = await Promise.all([
    readFields(ledger, lineKey(shard, eventId)).then((pairs) => new Map(pairs)),
    // Those who returned to the front have scores below all numbers.
    ledger.redis.command(waitingKey, ['ZCOUNT', waitingKey, '-inf', '(0']).then(Number),
    ...keyed.map(async (keyOf) => await sizeOf(ledger, keyOf(shard, eventId))),
  ]);
  const [lobby = 0, slowed = 0, waiting = 0, turns = 0, away = 0] = sizes;
  const sum = (field: string) => Number(fields.get(field) ?? 0);
  return {
    phase: (fields.get('phase') ?? 'none') as LinePhase,
    lobbyAtMs: numberOf(fields.get('lobbyAt')),
    openedAtMs: numberOf(fields.get('openedAt')),
    ...{ lastNumber: sum('last'), serving: sum('serving') },
    ...{ lobby, slowed, waiting, turns, away },
    ...{ joined: sum('joined'), admitted: sum('admitted'), served: sum('served') },
    ...{ missed: sum('missed'), left: sum('left') },
    before: await readBefore(ledger, waitingKey, { returned, waiting }),
    draw: drawOf(fields),
    stepAtMs: numberOf(fields.get('stepAt')),
  };
}

async function sizeOf({ redis }: Pick<Ledger, 'redis'>, key: string): Promise<number> {
  return Number(await redis.command(key, ['ZCARD', key]));
}

async function readBefore(
  { redis }: Pick<Ledger, 'redis'>,
  key: string,
  { returned, waiting }: { returned: number; waiting: number },
): Promise<LineState['before']> {
  const pairs = await Promise.all(
    evenly(returned, waiting - 1).map(async (rank) => {
      const at = String(rank);
      const reply = await redis.command(key, ['ZRANGE', key, at, at, 'WITHSCORES']);
      const [, score] = reply as string[];
      return { number: Number(score ?? 0), people: rank };
    }),
  );
  // The line goes on meanwhile.
  return pairs.filter(({ number }, i) => number > (pairs[i - 1]?.number ?? 0));
}

/** Whole numbers from the first to the last, all of them or 33 that are evenly spread. */
function evenly(first: number, last: number): number[] {
  const count = Math.min(last - first + 1, MOST_PAIRS);
  const step = (last - first) / (count - 1);
  return Array.from({ length: Math.max(count, 0) }, (_, i) =>
    i === 0 ? first : first + Math.round(i * step),
  );
}

function drawOf(fields: ReadonlyMap<string, string>): LineState['draw'] {
  const seedHash = fields.get('seedHash');
  if (seedHash === undefined) return undefined;
  const [listHash, places, drawAt] = ['listHash', 'places', 'drawAt'].map((at) => fields.get(at));
  return {
    seedHash,
    ...given({ listHash, places: numberOf(places), drawAtMs: numberOf(drawAt) }),
    isDrawn: fields.get('drawn') === '1',
  };
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
