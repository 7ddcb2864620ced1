import type { Entries } from './entries.ts';
import { readEntry, type ReadOutcome, readTexts } from './entry-store.ts';

/** Keys read in one command; with the largest values they block Redis for some 10 ms. */
const MAX_BATCH = 64;

interface Reading {
  name: string;
  resolve: (outcome: ReadOutcome | Promise<ReadOutcome>) => void;
  reject: (error: unknown) => void;
}

/**
 * Reads entries. Reads that arrive in the same turn of the event loop are sent to Redis together,
 * because a round trip costs more than a read.
 */
export class EntryReader {
  readonly #entries: Entries;
  #waiting: Reading[] = [];

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  read(name: string): Promise<ReadOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#send());
      this.#waiting.push({ name, resolve, reject });
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i += MAX_BATCH) {
      void this.#readTogether(waiting.slice(i, i + MAX_BATCH));
    }
  }

  async #readTogether(batch: readonly Reading[]): Promise<void> {
    try {
      const names = batch.map(({ name }) => name);
      const texts = await this.#entries.ask((redis) => readTexts(redis, names), batch.length);
      for (const [i, { name, resolve }] of batch.entries()) {
        const text = texts[i];
        // The key is missing or of another type; only a separate read can tell which.
        if (text === null || text === undefined) {
          resolve(this.#entries.ask((redis) => readEntry(redis, name), 0));
        } else resolve({ outcome: 'found', text });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
