import { publishTicketKeys, type Records, withoutRows } from '@onsale/records';
import type { Logger } from '@onsale/service';
import type { TicketKeys } from '@onsale/ticket-codes';

/** While the records are away. */
const RETRY_MS = 10_000;

/** Notes the public keys in the records, where the office reads them for the entrance, and again when they change. */
export class KeyPublisher {
  readonly #keys: TicketKeys;
  readonly #records: Records;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #isOpen = false;

  constructor(options: { keys: TicketKeys; records: Records; logger: Logger }) {
    this.#keys = options.keys;
    this.#records = options.records;
    this.#logger = options.logger;
  }

  /** The records are there. */
  async open(): Promise<void> {
    this.#isOpen = true;
    await this.publish();
  }

  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  async publish(): Promise<void> {
    if (!this.#isOpen) return;
    clearTimeout(this.#timer);
    try {
      await publishTicketKeys(this.#records, this.#keys.published);
    } catch (error) {
      this.#logger.warn({ err: withoutRows(error) }, 'the keys of tickets could not be noted');
      this.#timer = setTimeout(() => void this.publish(), RETRY_MS).unref();
    }
  }
}
