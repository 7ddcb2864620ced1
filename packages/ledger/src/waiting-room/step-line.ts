import { loadScript, runScript } from '@onsale/redis';
import type { Ledger } from '../ledger.ts';
import { newSeed } from './draw/lots.ts';
import { keysWithDrawOf, type LineAddress } from './line-address.ts';
import { type LineRules, packOpening } from './line-rules.ts';

/** Between two steps of a line, whoever takes them. Callers try a little more often than that. */
export const LINE_STEP_MS = 200;
/** How long a turn waits for somebody to ask for it before it is given to the next. */
export const CLAIM_MS = 90_000;
/** How long a place is kept for somebody who has closed the page. */
export const AWAY_MS = 600_000;

const stepScript = loadScript(new URL('./step-line.lua', import.meta.url));

/** How fast people are admitted. */
export interface LinePaceLimits {
  /** People a second, fractions included; 0 admits nobody. Counted by the script over all processes that step. */
  perSecond: number;
  /** Turns under way at most, those that nobody has begun included. */
  maxTurns: number;
  /**
   * How many had ordered when `maxTurns` was known: whoever has ordered since has no turn any more, but takes tickets that
   * are counted in it. Without it nobody has.
   */
  served?: number;
}

/** What a step has done. */
export type LineStep =
  /** Another process has taken one just now. */
  | { outcome: 'recent' }
  | {
      outcome: 'stepped';
      /** Before the lobby opens, or while an automatic line is off, there is `none`. */
      phase: LinePhase;
      /** People who got their turn. */
      admitted: number;
      /** Turns that were missed. */
      missed: number;
      /** Slowed places that got their number. */
      numbered: number;
      /** Places that are gone: away for too long, or a turn was missed again. */
      removed: number;
      /** Whether more is to be done than one step does. */
      hasMore: boolean;
      /** Redis' clock: Unix time in ms. */
      nowMs: number;
    };

/**
 * What a line is in. `drawing`: the lobby is closed, and the draw is to be made by `closeLobby` and `drawLots`. Only an
 * `open` line admits.
 */
export type LinePhase = 'none' | 'lobby' | 'drawing' | 'open';

/**
 * Works on a line, for a few ms at most: opens lobby and line when it is time, ends turns that are over, gives slowed
 * places their numbers, removes who has been away for too long, and admits from the front. To be called all the time by
 * each process: one of them steps.
 */
export async function stepLine(
  ledger: Pick<Ledger, 'redis'>,
  line: LineAddress,
  { rules, pace }: { rules: Pick<LineRules, 'opensAtMs' | 'lobbyFromMs'>; pace: LinePaceLimits },
): Promise<LineStep> {
  const reply = await runScript(ledger.redis, stepScript, {
    keys: keysWithDrawOf(line),
    args: [
      ...[...packOpening(rules), ...newSeed()],
      ...[pace.perSecond, Math.floor(pace.maxTurns), CLAIM_MS, AWAY_MS, LINE_STEP_MS].map(String),
      String(pace.served ?? Number.MAX_SAFE_INTEGER),
    ],
  });
  const [outcome, phase, ...counts] = reply as [LineStep['outcome'], LinePhase, ...string[]];
  if (outcome === 'recent') return { outcome };
  const [admitted = 0, missed = 0, numbered = 0, removed = 0, more, nowMs = 0] = counts.map(Number);
  const done = { admitted, missed, numbered, removed };
  return { outcome, phase, ...done, hasMore: more === 1, nowMs };
}
