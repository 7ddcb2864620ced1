/** Batches under way at once. More would only be smaller. */
const MAX_UNDER_WAY = 2;
/** Batches after which a peak that did not come again is nearly forgotten. */
const PEAK_MEMORY = 64;

/**
 * Gathers what arrives one by one into batches, because each costs a constant besides what is in it.
 *
 * While nothing is under way, what arrives in one turn of the event loop goes together. While a batch
 * is, the next goes as soon as half of all that is usually pending has gathered, or when that one is
 * done. So of a steady crowd one half is answered while the other is asked, and neither waits for the
 * other: the fewest batches that leave nobody idle.
 */
export class BatchQueue<Item> {
  readonly #send: (batch: readonly Item[]) => Promise<void>;
  readonly #maxBatch: number;
  #waiting: Item[] = [];
  #underWay = 0;
  /** Items that wait or are under way. */
  #pending = 0;
  /** The most that were pending of late. */
  #peak = 0;
  #flushScheduled = false;

  /** `send` must not reject; its batch is under way until it resolves. */
  constructor(send: (batch: readonly Item[]) => Promise<void>, options: { maxBatch: number }) {
    this.#send = send;
    this.#maxBatch = options.maxBatch;
  }

  /** Whether nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.#pending === 0;
  }

  add(item: Item): void {
    this.#waiting.push(item);
    this.#pending += 1;
    this.#peak = Math.max(this.#peak, this.#pending);
    if (this.#waiting.length >= this.#half()) this.#sendWaiting();
    else if (this.#underWay === 0) this.#flushAfterThisTurn();
  }

  #half(): number {
    return Math.min(this.#maxBatch, Math.round(this.#peak / 2));
  }

  #flushAfterThisTurn(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#sendWaiting();
    });
  }

  #sendWaiting(): void {
    while (this.#waiting.length > 0 && this.#mayStart()) {
      const batch = this.#waiting.splice(0, this.#maxBatch);
      this.#underWay += 1;
      void this.#send(batch).then(() => {
        this.#underWay -= 1;
        this.#peak += (this.#pending - this.#peak) / PEAK_MEMORY;
        this.#pending -= batch.length;
        this.#sendWaiting();
      });
    }
  }

  #mayStart(): boolean {
    if (this.#underWay === 0) return true;
    return this.#underWay < MAX_UNDER_WAY && this.#waiting.length >= this.#half();
  }
}
