import type { ChannelListener } from '../connection.ts';
import type { NodeConnection } from '../node.ts';

/**
 * The sharded channels a cluster connection is subscribed to, each on the node that serves its
 * slot. After a failover or slot migration they are resubscribed on the right node.
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
    /** The node currently serving a channel. Throws when there is none. */
    nodeOf: (channel: string) => NodeConnection;
    /** Called after channels have moved, because messages may have been missed. */
    onMissed: () => void;
  }) {
    this.#nodeOf = parts.nodeOf;
    this.#onMissed = parts.onMissed;
  }

  /** Subscribes; rejects without subscribing when the node can't be reached. */
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

  /** A node no longer serves this channel or, without one, any of its channels. */
  forget(node: NodeConnection, channel?: string): void {
    for (const [name, entry] of this.#channels) {
      if (entry.node === node && (channel === undefined || channel === name)) delete entry.node;
    }
  }

  /** Whether some channel has no subscription at present. */
  hasHomeless(): boolean {
    for (const { node } of this.#channels.values()) if (node === undefined) return true;
    return false;
  }

  /** Subscribes every channel on its current node. Failures are retried next time. */
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
      // Its node is unreachable; the connection's watch tries again.
      return false;
    }
  }

  async #place(channel: string, listener: ChannelListener): Promise<void> {
    const entry = this.#channels.get(channel);
    if (entry === undefined) return;
    const node = this.#nodeOf(channel);
    const before = entry.node;
    await node.subscribe(channel, listener);
    // The listener may have been removed while subscribing.
    if (!entry.listeners.has(listener)) await node.unsubscribe(channel, listener);
    else if (this.#channels.get(channel) === entry) entry.node = node;
    if (before === undefined || before === node) return;
    await before.unsubscribe(channel, listener).catch(() => undefined);
  }
}
