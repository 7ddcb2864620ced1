import { createRedisClient } from './redis-client.ts';
import { keySlot, SLOTS } from './key-slot.ts';
import type { RedisReply } from './redis.ts';
import type { NodeOptions } from './redis-node.ts';

/** A node that has not told the layout of the cluster by then is asked no more. */
const ANSWER_TIMEOUT_MS = 1000;
/** Between two questions for the layout, while something is wrong. */
const REFRESH_PAUSE_MS = 200;

/**
 * Which master holds which slot, as the nodes of the cluster tell it. Asked again whenever a
 * connection meets a sign that it is not so any more. An address is `host:port`.
 */
export class ClusterTopology {
  readonly #optionsFor: (address: string) => NodeOptions;
  readonly #seeds: readonly string[];
  readonly #listeners = new Set<() => void>();
  #slots: (string | undefined)[] = [];
  #masters: ReadonlySet<string> = new Set();
  #refreshing: Promise<void> | undefined;
  #refreshedAtMs = -Infinity;

  constructor(seeds: readonly string[], optionsFor: (address: string) => NodeOptions) {
    this.#seeds = seeds;
    this.#optionsFor = optionsFor;
  }

  /** The master of a key's slot; undefined while nobody is known to hold it. */
  addressOf(key: string): string | undefined {
    return this.#slots[keySlot(key)];
  }

  masters(): readonly string[] {
    return [...this.#masters];
  }

  /** Whether every slot has a master. */
  isComplete(): boolean {
    return this.#slots.length === SLOTS && !this.#slots.includes(undefined);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A node has said where a slot is now: believed at once, the rest is asked for. */
  noteMove(slot: number, address: string): void {
    if (this.#slots[slot] === address) return;
    this.#slots[slot] = address;
    this.#masters = new Set([...this.#masters, address]);
    this.refreshSoon();
  }

  /** Asks for the layout, but not all the time, and without waiting for it. */
  refreshSoon(): void {
    this.refreshIfOld().catch(() => undefined);
  }

  /** Asks for the layout unless that was done a moment ago. */
  async refreshIfOld(): Promise<void> {
    if (performance.now() - this.#refreshedAtMs >= REFRESH_PAUSE_MS) await this.refresh();
  }

  /** Asks one node after the other for the layout. Rejects with the last error when none answers. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = undefined;
      this.#refreshedAtMs = performance.now();
    });
    await this.#refreshing;
  }

  async #ask(): Promise<void> {
    let lastError: unknown;
    // In any order: a node that is cut off from the others would else be believed for ever.
    for (const address of shuffle([...new Set([...this.#masters, ...this.#seeds])])) {
      try {
        this.#adopt(await askForSlots(this.#optionsFor(address), address));
        return;
      } catch (error) {
        lastError = error;
      }
    }
    throw lastError;
  }

  #adopt(ranges: readonly SlotRange[]): void {
    const slots = Array.from<string | undefined>({ length: SLOTS });
    for (const { from, to, master } of ranges) slots.fill(master, from, to + 1);
    const before = this.#slots;
    const isSame = slots.every((address, slot) => address === before[slot]);
    this.#slots = slots;
    this.#masters = new Set(ranges.map(({ master }) => master));
    if (isSame) return;
    for (const listener of this.#listeners) listener();
  }
}

interface SlotRange {
  from: number;
  to: number;
  master: string;
}

// On a connection of its own, so that it works beside subscriptions and blocking reads.
async function askForSlots(options: NodeOptions, address: string): Promise<SlotRange[]> {
  const client = createRedisClient({
    ...options,
    socket: { ...options.socket, reconnectStrategy: false },
  });
  client.on('error', () => undefined);
  const giveUp = setTimeout(() => client.destroy(), ANSWER_TIMEOUT_MS);
  try {
    await client.connect();
    const rows = await client.sendCommand<RedisReply>(['CLUSTER', 'SLOTS']);
    return (rows as [number, number, [string | null, number]][]).map(([from, to, [host, port]]) => {
      const asked = address.slice(0, address.lastIndexOf(':'));
      // A node that does not know its own name is where we have asked it.
      return { from, to, master: `${host === null || host === '' ? asked : host}:${port}` };
    });
  } finally {
    clearTimeout(giveUp);
    if (client.isOpen) client.destroy();
  }
}

function shuffle(addresses: string[]): string[] {
  return addresses
    .map((address) => ({ address, chance: Math.random() }))
    .sort((a, b) => a.chance - b.chance)
    .map(({ address }) => address);
}
