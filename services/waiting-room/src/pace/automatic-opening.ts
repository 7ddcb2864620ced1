import {
  type Ledger,
  type LineAddress,
  type LineState,
  openLine,
  switchOffLine,
} from '@onsale/ledger';
import type { TicketsLeft } from '../lines/tickets-left.ts';
import { isCrowded, type ShopReading } from './judge-shop.ts';

/** An event whose tickets were bought within this time is one of those that the crowd comes for. */
const BOUGHT_MS = 10_000;
/** A line in which nobody was for so long is not needed any more. */
const EMPTY_MS = 60_000;

/** What an automatic line follows. */
export interface Crowd {
  state: LineState;
  tickets: Pick<TicketsLeft, 'remainingOfAll'>;
  reading: ShopReading;
  /** Time in ms; only differences count. */
  atMs: number;
}

/** Opens an automatic line when more people order than can be served, and switches it off once nobody needs it. */
export class AutomaticOpening {
  #remaining: number | undefined;
  #boughtAtMs = -Infinity;
  #emptySinceMs: number | undefined;

  async follow(ledger: Ledger, line: LineAddress, crowd: Crowd): Promise<void> {
    const { state, tickets, reading, atMs } = crowd;
    const remaining = tickets.remainingOfAll;
    if (this.#remaining !== undefined && remaining < this.#remaining) this.#boughtAtMs = atMs;
    this.#remaining = remaining;
    const isCrowdedNow = isCrowded(reading);
    if (state.phase === 'none') {
      const isBought = atMs - this.#boughtAtMs < BOUGHT_MS;
      if (isCrowdedNow && isBought) await openLine(ledger, line);
      return;
    }
    const isEmpty = state.waiting + state.turns + state.slowed === 0 && !isCrowdedNow;
    this.#emptySinceMs = isEmpty ? (this.#emptySinceMs ?? atMs) : undefined;
    if (this.#emptySinceMs === undefined || atMs - this.#emptySinceMs < EMPTY_MS) return;
    await switchOffLine(ledger, line);
    this.#emptySinceMs = undefined;
  }
}
