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

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /** Whether this fault happens now, to this checkout if there is one. */
  strikes(fault: FaultName, checkout?: Checkout): boolean {
    if (checkout?.faults.includes(fault) === true) return true;
    const rate = this.#settings().rates[fault] ?? 0;
    return rate > 0 && this.fraction(fault) < rate;
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
