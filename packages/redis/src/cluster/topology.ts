import { keySlot, SLOTS } from './key-slot.ts';
import type { RedisReply } from '../connection.ts';
import { askNode, type NodeOptions } from '../node.ts';

/** Pause between two refreshes while something is wrong. */
const REFRESH_PAUSE_MS = 200;

/**
 * Which master serves which slot, according to the cluster's nodes. Refreshed whenever a connection
 * sees a sign of change. An address is `host:port`.
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

  /** The master of a key's slot; undefined while none is known. */
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

  /** A node has told where a slot is now: applied at once, and the rest is refreshed. */
  noteMove(slot: number, address: string): void {
    if (this.#slots[slot] === address) return;
    this.#slots[slot] = address;
    this.#masters = new Set([...this.#masters, address]);
    this.refreshSoon();
  }

  /** Drops a master that can't be trusted: its slots have none until a node names one. */
  lose(address: string): void {
    if (!this.#masters.has(address)) return;
    this.#masters = new Set([...this.#masters].filter((master) => master !== address));
    this.#slots = this.#slots.map((master) => (master === address ? undefined : master));
    this.#tell();
    this.refreshSoon();
  }

  /** Refreshes the layout in the background, but not too often. */
  refreshSoon(): void {
    this.refreshIfOld().catch(() => undefined);
  }

  /** Refreshes the layout unless that was just done. */
  async refreshIfOld(): Promise<void> {
    if (performance.now() - this.#refreshedAtMs >= REFRESH_PAUSE_MS) await this.refresh();
  }

  /**
   * Asks the nodes one after the other for the layout. Rejects with the last error when none
   * answers.
   */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#ask().finally(() => {
      this.#refreshing = undefined;
      this.#refreshedAtMs = performance.now();
    });
    await this.#refreshing;
  }

  async #ask(): Promise<void> {
    let lastError: unknown;
    // In random order, or a partitioned node could be trusted forever.
    for (const address of shuffle([...new Set(this.#source.seeds(this.#masters))])) {
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

/** Where the layout comes from. */
export interface LayoutSource {
  /** Addresses of nodes to ask. */
  seeds(masters: ReadonlySet<string>): readonly string[];
  ask(address: string): Promise<SlotRange[]>;
}

export interface SlotRange {
  from: number;
  to: number;
  master: string;
}

/** The layout of a Redis Cluster as seen by one of its nodes. */
export async function askForSlots(options: NodeOptions, address: string): Promise<SlotRange[]> {
  const rows = (await askNode(options, ['CLUSTER', 'SLOTS'])) as RedisReply[];
  return (rows as [number, number, [string | null, number]][]).map(([from, to, [host, port]]) => {
    const asked = address.slice(0, address.lastIndexOf(':'));
    // A node that does not know its own host is the one that was asked.
    return { from, to, master: `${host === null || host === '' ? asked : host}:${port}` };
  });
}

function shuffle(addresses: string[]): string[] {
  return addresses
    .map((address) => ({ address, chance: Math.random() }))
    .sort((a, b) => a.chance - b.chance)
    .map(({ address }) => address);
}
