import type { ChannelListener } from '../connection.ts';
import type { NodeConnection } from '../node.ts';

/**
 * The sharded channels that a connection to a cluster listens on, each on the node that holds its
 * slot: after a failover or the move of a slot they are subscribed to again where they belong.
 */
export class ShardedChannels {
  readonly #nodeOf: (channel: string) => NodeConnection;
  readonly #onMissed: () => void;
  readonly #channels = new Map<
    string,
    { listeners: Set<ChannelListener>; node?: NodeConnection }
  >();
  #placing = false;

  constructor(parts: {
    /** The node of a channel at present. Throws when nobody holds its slot. */
    nodeOf: (channel: string) => NodeConnection;
    /** Called after channels have moved: messages may have been missed meanwhile. */
    onMissed: () => void;
  }) {
    this.#nodeOf = parts.nodeOf;
    this.#onMissed = parts.onMissed;
  }

  /** Listens; rejects, and does not listen, when the node can't be reached. */
  async add(channel: string, listener: ChannelListener): Promise<void> {
    const entry = this.#channels.get(channel) ?? { listeners: new Set() };
    this.#channels.set(channel, entry);
    const isNew = !entry.listeners.has(listener);
    entry.listeners.add(listener);
    try {
      await this.#place(channel, listener);
    } catch (error) {
      if (isNew) await this.#remove(channel, listener);
      throw error;
    }
  }

  async #remove(channel: string, listener: ChannelListener): Promise<void> {
    const entry = this.#channels.get(channel);
    if (entry?.listeners.delete(listener) !== true) return;
    if (entry.listeners.size === 0) this.#channels.delete(channel);
    await entry.node?.unsubscribe(channel, listener);
  }

  /** A node does not serve this channel any more, or none of those it served. */
  forget(node: NodeConnection, channel?: string): void {
    for (const [name, entry] of this.#channels) {
      if (entry.node === node && (channel === undefined || channel === name)) delete entry.node;
    }
  }

  /** Whether a channel is heard nowhere at present. */
  hasHomeless(): boolean {
    for (const { node } of this.#channels.values()) if (node === undefined) return true;
    return false;
  }

  /** Subscribes to every channel where it belongs now. What fails is tried again the next time. */
  async place(): Promise<void> {
    if (this.#placing) return;
    this.#placing = true;
    const channels = [...this.#channels.keys()];
    const moved = await Promise.all(channels.map((channel) => this.#placeAll(channel)));
    this.#placing = false;
    if (moved.includes(true)) this.#onMissed();
  }

  async #placeAll(channel: string): Promise<boolean> {
    const entry = this.#channels.get(channel);
    try {
      if (entry === undefined || entry.node === this.#nodeOf(channel)) return false;
      for (const listener of entry.listeners) await this.#place(channel, listener);
      return true;
    } catch {
      // Its node is away: the watch of the connection comes again.
      return false;
    }
  }

  async #place(channel: string, listener: ChannelListener): Promise<void> {
    const entry = this.#channels.get(channel);
    if (entry === undefined) return;
    const node = this.#nodeOf(channel);
    const before = entry.node;
    await node.subscribe(channel, listener);
    // It may have been left while the subscription was on its way.
    if (!entry.listeners.has(listener)) await node.unsubscribe(channel, listener);
    else if (this.#channels.get(channel) === entry) entry.node = node;
    if (before === undefined || before === node) return;
    await before.unsubscribe(channel, listener).catch(() => undefined);
  }
}
