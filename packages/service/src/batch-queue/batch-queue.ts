/** Maximum number of batches in flight. More would only be smaller. */
const MAX_UNDER_WAY = 2;
/** Number of batches after which a peak that did not recur is nearly forgotten. */
const PEAK_MEMORY = 64;

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Collects single items into batches, because each batch has a cost of its own besides that of its
 * items.
 *
 * While nothing is in flight, items that arrive in the same turn of the event loop go together.
 * While a batch is in flight, the next one goes as soon as half the usual number of pending items
 * has gathered, or when the first completes. So one half of a steady crowd is answered while the
 * other is being processed, and neither waits for the other: the fewest batches that leave nobody
 * idle.
 */
export class BatchQueue<Item, Result> {
  readonly #send: (batch: readonly Item[]) => Promise<readonly Result[]>;
  readonly #maxBatch: number;
  #waiting: Waiting<Item, Result>[] = [];
  #underWay = 0;
  /** Items waiting or in flight. */
  #pending = 0;
  /** The recent maximum of pending items. */
  #peak = 0;
  #flushScheduled = false;

  /** `send` resolves with one result for each item, in the same order. */
  constructor(
    send: (batch: readonly Item[]) => Promise<readonly Result[]>,
    options: { maxBatch: number },
  ) {
    this.#send = send;
    this.#maxBatch = options.maxBatch;
  }

  /** Whether nothing is waiting or in flight. */
  get isIdle(): boolean {
    return this.#pending === 0;
  }

  /** Resolves with the item's result, or rejects with the error of its batch. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#pending += 1;
      this.#peak = Math.max(this.#peak, this.#pending);
      if (this.#waiting.length >= this.#half()) this.#sendWaiting();
      else if (this.#underWay === 0) this.#flushAfterThisTurn();
    });
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
      this.#underWay += 1;
      void this.#sendBatch(this.#waiting.splice(0, this.#maxBatch));
    }
  }

  async #sendBatch(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#send(batch.map(({ item }) => item));
      if (results.length !== batch.length) {
        throw new Error(`a batch of ${batch.length} got ${results.length} results`);
      }
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#underWay -= 1;
    this.#peak += (this.#pending - this.#peak) / PEAK_MEMORY;
    this.#pending -= batch.length;
    this.#sendWaiting();
  }

  #mayStart(): boolean {
    if (this.#underWay === 0) return true;
    return this.#underWay < MAX_UNDER_WAY && this.#waiting.length >= this.#half();
  }
}
