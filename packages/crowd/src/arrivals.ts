import type { Kind, Person } from './person.ts';
import type { Random } from './random.ts';

/** How many of a hundred behave how. */
export const SHARES: readonly (readonly [Kind, number])[] = [
  ['patient', 70],
  ['refreshing', 10],
  ['leaving', 8],
  ['two tabs', 5],
  ['copying', 3],
  ['bot', 4],
];
/** How many come before the opening. */
const EARLY_SHARE = 0.8;

/** When people come, around the opening of a line. */
export interface Arrivals {
  people: number;
  random: Random;
  /** By `performance`. */
  opensAtMs: number;
  /** The early ones come within so long, until so long before the opening; the others afterwards. */
  earlyMs: number;
  beforeMs: number;
  lateMs: number;
}

/** A crowd that is about to arrive. */
export function arrivals(options: Arrivals): Person[] {
  return Array.from({ length: options.people }, (_, index) => somebody(index, options));
}

function somebody(index: number, options: Arrivals): Person {
  const { random, opensAtMs, earlyMs, beforeMs, lateMs } = options;
  const isEarly = random.integer(1, 100) <= EARLY_SHARE * 100;
  const arrivesAtMs = isEarly
    ? opensAtMs - beforeMs - random.integer(0, Math.floor(earlyMs))
    : opensAtMs + random.integer(0, Math.floor(lateMs));
  let chance = random.integer(1, 100);
  const [kind] = SHARES.find(([, share]) => (chance -= share) <= 0) ?? ['patient' as const];
  return { index, kind, arrivesAtMs, orders: [], stolen: 0, lost: 0 };
}
