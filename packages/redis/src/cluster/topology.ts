import { keySlot, SLOTS } from './key-slot.ts';
import type { RedisReply } from '../connection.ts';
import { askNode, type NodeOptions } from '../node.ts';

/** Between two questions for the layout, while something is wrong. */
const REFRESH_PAUSE_MS = 200;

/**
 * Which master holds which slot, as the nodes of the cluster tell it. Asked again whenever a
 * connection meets a sign that it is not so any more. An address is `host:port`.
 */
export class ClusterTopology {
  readonly #source: LayoutSource;
  readonly #listeners = new Set<() => void>();
  #slots: (string | undefined)[] = [];
  #masters: ReadonlySet<string> = new Set();
  #refreshing: Promise<void> | undefined;
  #refreshedAtMs = -Infinity;

  constructor(source: LayoutSource) {
    this.#source = source;
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

  /** A master that is believed no more: its slots have none until somebody names one. */
  lose(address: string): void {
    if (!this.#masters.has(address)) return;
    this.#masters = new Set([...this.#masters].filter((master) => master !== address));
    this.#slots = this.#slots.map((master) => (master === address ? undefined : master));
    this.#tell();
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
    for (const address of shuffle([...new Set(this.#source.witnesses(this.#masters))])) {
      try {
        this.#adopt(await this.#source.ask(address));
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
    if (!isSame) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Who tells the layout, and how it is asked for. */
export interface LayoutSource {
  /** Addresses of those who know it. */
  witnesses(masters: ReadonlySet<string>): readonly string[];
  ask(address: string): Promise<SlotRange[]>;
}

export interface SlotRange {
  from: number;
  to: number;
  master: string;
}

/** The layout of a Redis Cluster, as one of its nodes knows it. */
export async function askForSlots(options: NodeOptions, address: string): Promise<SlotRange[]> {
  const rows = (await askNode(options, ['CLUSTER', 'SLOTS'])) as RedisReply[];
  return (rows as [number, number, [string | null, number]][]).map(([from, to, [host, port]]) => {
    const asked = address.slice(0, address.lastIndexOf(':'));
    // A node that does not know its own name is where we have asked it.
    return { from, to, master: `${host === null || host === '' ? asked : host}:${port}` };
  });
}

function shuffle(addresses: string[]): string[] {
  return addresses
    .map((address) => ({ address, chance: Math.random() }))
    .sort((a, b) => a.chance - b.chance)
    .map(({ address }) => address);
}
