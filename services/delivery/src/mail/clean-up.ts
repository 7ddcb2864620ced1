import { setTimeout as delay } from 'node:timers/promises';
import { type Records, removeOldMails, withoutRows } from '@onsale/records';
import type { Logger } from '@onsale/service';

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** So many are removed at once; a pause after each lets others at the table. */
const BATCH = 1000;
const PAUSE_MS = 100;

interface Parts {
  records: Records;
  logger: Logger;
  keepDays: number;
}

/** Removes mails from the log that are older than anybody needs, at the start and every hour. */
export class CleanUp {
  readonly #parts: Parts;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { records, logger, keepDays } = this.#parts;
    while (!signal.aborted) {
      const before = new Date(Date.now() - keepDays * DAY_MS);
      let removed = 0;
      try {
        removed = await removeOldMails(records, { before, most: BATCH });
      } catch (error) {
        logger.warn({ err: withoutRows(error) }, 'old mails cannot be removed');
      }
      const waitMs = removed === BATCH ? PAUSE_MS : EVERY_MS;
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
