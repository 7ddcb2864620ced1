import { ApiError } from '@onsale/contracts';
import type { AddressLimit } from '../clients/address-limit.ts';

/** Codes of one address that this gateway looks up at a time; the others wait, a millisecond each. */
export const LOOKS_AT_ONCE = 4;
/** Those that wait: more than type one in the same second behind the address of a mobile network. */
const MOST_WAITING = 2000;

/** What this gateway does for one address. */
interface Looks {
  running: number;
  waiting: (() => void)[];
}

/**
 * Limits the wrong codes of each address, and only these: of right ones there may be any number at one moment. A code
 * is counted once it turned out to be wrong, and until Redis has answered with the count of all gateways, its place
 * is not given to the next. So whoever guesses in parallel gets at most `LOOKS_AT_ONCE` guesses for each gateway
 * beyond the limit: those that were under way when it was reached. While Redis can't count in time, each gateway
 * counts its own.
 */
export class WrongCodeLimit {
  readonly #limit: AddressLimit;
  readonly #looks = new Map<string, Looks>();

  constructor(limit: AddressLimit) {
    this.#limit = limit;
  }

  /**
   * Looks for a code that somebody at this address has typed, and counts it when nothing is found. Rejects with
   * `ApiError`: 429 after too many, 503 when too many wait.
   */
  async look<Found>(
    address: string,
    find: () => Promise<Found | undefined>,
  ): Promise<Found | undefined> {
    if (!this.#limit.isLimited(address)) return await find();
    this.#limit.check(address);
    await this.#takePlace(address);
    try {
      // Those before it may have been wrong.
      this.#limit.check(address);
      const found = await find();
      if (found === undefined) await this.#limit.countAndLearn(address);
      return found;
    } finally {
      this.#passPlace(address);
    }
  }

  #takePlace(address: string): Promise<void> | undefined {
    const client = this.#limit.nameOf(address);
    const looks = this.#looks.get(client);
    if (looks === undefined) {
      this.#looks.set(client, { running: 1, waiting: [] });
      return undefined;
    }
    if (looks.running < LOOKS_AT_ONCE) {
      looks.running += 1;
      return undefined;
    }
    if (looks.waiting.length >= MOST_WAITING) {
      throw new ApiError('OVERLOADED', 'too many codes from this address wait', { retryAfterS: 1 });
    }
    return new Promise((resolve) => looks.waiting.push(resolve));
  }

  #passPlace(address: string): void {
    const client = this.#limit.nameOf(address);
    const looks = this.#looks.get(client);
    if (looks === undefined) return;
    const next = looks.waiting.shift();
    if (next !== undefined) return next();
    looks.running -= 1;
    if (looks.running === 0) this.#looks.delete(client);
  }
}
