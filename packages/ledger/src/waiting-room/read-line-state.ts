import type { Ledger } from '../ledger.ts';
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

/** Reads a line, whatever its length, with about 40 small commands; to be done once a second, not for each request. */
export async function readLineState(
  _ledger: Pick<Ledger, 'redis'>,
  _line: LineAddress,
): Promise<LineState> {
  await Promise.resolve();
  throw new Error('not made yet');
}
