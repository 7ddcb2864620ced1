import { type Kind, KINDS, type Person } from './person.ts';
import type { Random } from './random.ts';

/** Of the people how many behave how; all others are patient. */
export type Shares = Readonly<Partial<Record<Exclude<Kind, 'patient'>, number>>>;
export const SHARES: Shares = {
  refreshing: 0.1,
  leaving: 0.08,
  'two tabs': 0.05,
  copying: 0.03,
  bot: 0.04,
};

/** When people come, around the opening of a line. */
export interface Arrivals {
  people: number;
  /** Which share of them comes before the opening. */
  earlyShare: number;
  random: Random;
  /** By `performance`. */
  opensAtMs: number;
  /** The early ones come within so long, until so long before the opening; the others afterwards. */
  earlyMs: number;
  beforeMs: number;
  lateMs: number;
  shares?: Shares;
}

/** A crowd that is about to arrive. */
export function arrivals(options: Arrivals): Person[] {
  return Array.from({ length: options.people }, (_, index) => somebody(index, options));
}

function somebody(index: number, options: Arrivals): Person {
  const { random, opensAtMs, earlyMs, beforeMs, lateMs } = options;
  const kind = kindAt(random.integer(0, 999_999) / 1_000_000, options.shares ?? SHARES);
  const isEarly = random.integer(1, 100) <= options.earlyShare * 100;
  const arrivesAtMs = isEarly
    ? opensAtMs - beforeMs - random.integer(0, Math.floor(earlyMs))
    : opensAtMs + random.integer(0, Math.floor(lateMs));
  return { index, kind, arrivesAtMs, orders: [], stolen: 0, refused: 0, lost: 0 };
}

function kindAt(chance: number, shares: Shares): Kind {
  let left = chance;
  for (const kind of KINDS) {
    if (kind === 'patient') continue;
    left -= shares[kind] ?? 0;
    if (left < 0) return kind;
  }
  return 'patient';
}
