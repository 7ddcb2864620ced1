import { createHash } from 'node:crypto';
import type { Checkout, Settings } from '../books/documents.ts';
import type { FaultName } from './fault-list.ts';

/**
 * Decides whether something goes wrong. The n-th throw for a fault is fixed by the seed, so the same
 * steps against a new bank bring the same faults.
 */
export class Dice {
  readonly #settings: () => Settings;
  readonly #throws = new Map<string, number>();
  readonly #struck = new Map<FaultName, number>();

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** Whether this fault happens now, to this checkout if there is one. */
  strikes(fault: FaultName, checkout?: Checkout): boolean {
    const rate = this.#settings().rates[fault] ?? 0;
    const isChosen = checkout?.faults.includes(fault) === true;
    const strikes = isChosen || (rate > 0 && this.fraction(fault) < rate);
    if (strikes) this.#struck.set(fault, (this.#struck.get(fault) ?? 0) + 1);
    return strikes;
  }

  /** How often each fault has happened since the start. */
  get struck(): Partial<Record<FaultName, number>> {
    return Object.fromEntries(this.#struck);
  }

  /** From 0 to 1, without 1. */
  fraction(name: string): number {
    const { seed, starts } = this.#settings();
    const count = (this.#throws.get(name) ?? 0) + 1;
    this.#throws.set(name, count);
    const digest = createHash('sha256').update(`${seed}:${starts}:${name}:${count}`).digest();
    return digest.readUInt32BE() / 2 ** 32;
  }

  /** Begins the row of throws again, after the seed was set. */
  restart(): void {
    this.#throws.clear();
  }
}
