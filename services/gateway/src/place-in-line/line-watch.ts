import type { PlaceInLine } from '@onsale/contracts';
import { allShardsOf, type Ledger, parseOrderId, readFirstInLine, readLine } from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import { LineHistory, LOOK_MS } from './line-history.ts';

/** Looks at the lines of all shards from time to time, whoever asks, so that a place in line costs Redis nothing. */
export class LineWatch {
  readonly #ledger: Ledger;
  readonly #logger: Logger;
  readonly #lines: ReadonlyMap<number, LineHistory>;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(ledger: Ledger, logger: Logger) {
    this.#ledger = ledger;
    this.#logger = logger;
    this.#lines = new Map(allShardsOf(ledger).map((shard) => [shard, new LineHistory()]));
  }

  /** Looks at all lines, and then again and again until closed. */
  async open(): Promise<void> {
    const look = () => (this.#looking ??= this.#lookAtAll());
    await look();
    this.#timer = setInterval(() => void look(), LOOK_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Whether orders wait anywhere. */
  get hasBacklog(): boolean {
    return this.#lines.values().some((line) => line.hasBacklog);
  }

  /** The place of an order that is pending; undefined when it is not known. */
  placeOf(orderId: string): PlaceInLine | undefined {
    const order = parseOrderId(orderId, this.#ledger.shards);
    const line = order && this.#lines.get(order.shard);
    return line?.placeOf(order?.createdAtMs ?? 0, Date.now());
  }

  async #lookAtAll(): Promise<void> {
    try {
      await Promise.all(Array.from(this.#lines, ([shard, line]) => this.#lookAt(shard, line)));
    } catch (error) {
      // The connection itself reports when Redis is unreachable; meanwhile no place is known.
      this.#logger.debug({ err: error }, 'could not look at the line of orders');
    } finally {
      this.#looking = undefined;
    }
  }

  async #lookAt(shard: number, line: LineHistory): Promise<void> {
    const sample = { ...(await readLine(this.#ledger, shard)), atMs: Date.now() };
    if (!line.isEmpty) line.add(sample);
    else line.begin(sample, await readFirstInLine(this.#ledger, shard));
  }
}
