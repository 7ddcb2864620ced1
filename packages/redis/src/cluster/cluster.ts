import { setTimeout as delay } from 'node:timers/promises';
import { askForSlots, ClusterTopology } from './topology.ts';
import { keySlot } from './key-slot.ts';
import type {
  ChannelListener,
  ConnectOptions,
  RedisConnection,
  RedisReply,
} from '../connection.ts';
import { RedisConnectionError } from '../errors.ts';
import { NodeConnection, type NodeOptions, reconnectDelayMs } from '../node.ts';
import { ShardedChannels } from './sharded-channels.ts';

/** Redirections followed for one command. Each one updates the slot map, so even two are rare. */
const MAX_REDIRECTIONS = 5;
/** How often connections are checked; if one is broken, the layout is refreshed. */
const WATCH_MS = 250;

/**
 * Connects to every master of a cluster, retrying until all are reachable or `signal` is aborted.
 * Decision 010 explains why this is not the library's own cluster client.
 */
export async function connectCluster(
  urls: readonly string[],
  defaults: NodeOptions,
  connecting: ConnectOptions,
): Promise<RedisConnection> {
  const seeds = urls.map((url) => new URL(url));
  const access = accessOf(seeds);
  const optionsFor = (name: string) => (address: string) => {
    const options = addressOptions({ ...defaults, ...access.login, name }, address);
    return { ...options, socket: { ...options.socket, tls: access.tls } } as NodeOptions;
  };
  const addresses = seeds.map(({ hostname, port }) => `${hostname}:${port === '' ? 6379 : port}`);
  const topology = new ClusterTopology({
    seeds: (masters) => [...masters, ...addresses],
    ask: (address) => askForSlots(optionsFor('')(address), address),
  });
  return await connectByTopology(topology, optionsFor, {
    ...connecting,
    name: defaults.name ?? '',
    healsItself: true,
    check: async (node) => {
      const info = String(await node.command(['CLUSTER', 'INFO']));
      if (!info.startsWith('cluster_state:ok')) throw new Error('the cluster is down');
    },
  });
}

/** Connects to the masters of a topology once every slot has one. */
export async function connectByTopology(
  topology: ClusterTopology,
  optionsFor: (name: string) => (address: string) => NodeOptions,
  options: ConnectOptions & {
    name: string;
    /** Whether a broken connection is reopened to the same address. */
    healsItself: boolean;
    /** Checks each master; throws when it can't be used yet. */
    check?: (node: NodeConnection) => Promise<void>;
  },
): Promise<RedisConnection> {
  const { report, signal, healsItself, check } = options;
  const open = (name: string): ClusterConnection =>
    new ClusterConnection(topology, optionsFor(name), {
      report,
      healsItself,
      another: async (other) => open(other),
    });
  const connection = open(options.name);
  for (let retries = 0; ; retries++) {
    try {
      await topology.refresh();
      if (!topology.isComplete()) throw new Error('some slots of the cluster have no master');
      for (const node of await connection.nodes()) await check?.(node);
      return connection;
    } catch (error) {
      report.failed(error as Error);
    }
    await delay(reconnectDelayMs(retries));
    if (signal?.aborted === true) {
      await connection.close();
      throw new Error('stopped before Redis was available');
    }
  }
}

/** Connection options for the node at `host:port`. */
export function addressOptions(defaults: NodeOptions, address: string): NodeOptions {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  return { ...defaults, socket: { ...defaults.socket, host, port } };
}

// The nodes announce each other's addresses but not credentials, so all use those of the first.
function accessOf([first]: readonly URL[]) {
  const username = decodeURIComponent(first?.username ?? '');
  const password = decodeURIComponent(first?.password ?? '');
  return {
    tls: first?.protocol === 'rediss:',
    login: {
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
    },
  };
}

/** Connections to the masters of a cluster, opened and closed as the layout changes. */
class ClusterConnection implements RedisConnection {
  readonly #topology: ClusterTopology;
  readonly #optionsFor: (address: string) => NodeOptions;
  readonly #report: ConnectOptions['report'];
  readonly #healsItself: boolean;
  readonly #nodes = new Map<string, NodeConnection>();
  readonly #channels: ShardedChannels;
  readonly #reconnectListeners: (() => void)[] = [];
  readonly #watch: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #isClosed = false;
  readonly another: (name: string) => Promise<RedisConnection>;

  constructor(
    topology: ClusterTopology,
    optionsFor: (address: string) => NodeOptions,
    parts: {
      report: ConnectOptions['report'];
      healsItself: boolean;
      another: (name: string) => Promise<RedisConnection>;
    },
  ) {
    this.#topology = topology;
    this.#optionsFor = optionsFor;
    this.#report = parts.report;
    this.#healsItself = parts.healsItself;
    this.another = parts.another;
    this.#channels = new ShardedChannels({
      nodeOf: (channel) => this.#nodeOf(channel),
      onMissed: () => this.#tellReconnected(),
    });
    this.#stopListening = topology.onChange(() => this.#followTopology());
    this.#watch = setInterval(() => this.#look(), WATCH_MS);
  }

  async command(key: string, args: readonly string[]): Promise<RedisReply> {
    let node = this.#nodeOf(key);
    let asking = false;
    for (let redirections = 0; ; redirections++) {
      try {
        return await node.command(args, asking);
      } catch (error) {
        const redirection = this.#note(error);
        if (redirection === undefined || redirections === MAX_REDIRECTIONS) throw error;
        node = this.#open(redirection.address);
        asking = redirection.kind === 'ASK';
      }
    }
  }

  session(key: string): Pick<RedisConnection, 'command'> {
    const session = this.#nodeOf(key).session();
    return {
      command: async (sameKey, args) => {
        try {
          return await session.command(sameKey, args);
        } catch (error) {
          this.#note(error);
          throw error;
        }
      },
    };
  }

  /** The current masters; scanning others would silently miss keys. */
  async nodes(): Promise<NodeConnection[]> {
    await this.#topology.refreshIfOld();
    const nodes = this.#topology.masters().map((address) => this.#open(address));
    await Promise.all(nodes.map((node) => node.usable()));
    return nodes;
  }

  isReady(): boolean {
    const nodes = [...this.#nodes.values()];
    if (nodes.length === 0) return this.#topology.masters().length > 0;
    return nodes.some((node) => node.isReady);
  }

  subscribe(channel: string, listener: ChannelListener): Promise<void> {
    return this.#channels.add(channel, listener);
  }

  onReconnect(listener: () => void): void {
    this.#reconnectListeners.push(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watch);
    this.#stopListening();
    await Promise.all([...this.#nodes.values()].map((node) => node.close()));
    this.#nodes.clear();
  }

  #nodeOf(key: string): NodeConnection {
    const address = this.#topology.addressOf(key);
    if (address !== undefined) return this.#open(address);
    this.#topology.refreshSoon();
    const slot = keySlot(key);
    throw new RedisConnectionError(`no node currently serves slot ${slot} of the cluster`);
  }

  #open(address: string): NodeConnection {
    const open = this.#nodes.get(address);
    if (open !== undefined) return open;
    // A caller that was waiting for the layout may get here after close(), and nobody would close
    // the node.
    if (this.#isClosed) throw new RedisConnectionError('this connection to Redis is closed');
    const node = new NodeConnection(this.#optionsFor(address), {
      failed: (error) => {
        this.#report.failed(error);
        if (this.#healsItself) this.#topology.refreshSoon();
        else this.#topology.lose(address);
      },
      ready: (isAgain) => {
        this.#report.ready();
        if (isAgain) this.#tellReconnected();
      },
      moved: (channel) => {
        this.#channels.forget(node, channel);
        this.#topology.refreshSoon();
      },
    });
    this.#nodes.set(address, node);
    return node;
  }

  // Learns from an error about the cluster; returns where to try again, if it says that.
  #note(error: unknown): { kind: string; address: string } | undefined {
    if (!(error instanceof Error)) return undefined;
    const [kind = '', slot, address = ''] = error.message.split(' ');
    if (kind === 'CLUSTERDOWN') this.#topology.refreshSoon();
    if (kind !== 'MOVED' && kind !== 'ASK') return undefined;
    // Without a host it means the node that answered: rare, and known after the next refresh.
    if (!/^[^:?].*:\d+$/.test(address)) {
      this.#topology.refreshSoon();
      return undefined;
    }
    if (kind === 'MOVED') this.#topology.noteMove(Number(slot), address);
    return { kind, address };
  }

  // While a node is unreachable or a channel has no node, other nodes are asked who serves the
  // slots.
  #look(): void {
    const isBroken = [...this.#nodes.values()].some((node) => !node.isReady);
    const isLost = isBroken || this.#topology.masters().length === 0;
    if (isLost || this.#channels.hasHomeless()) this.#topology.refreshSoon();
    void this.#channels.place();
  }

  #followTopology(): void {
    const masters = new Set(this.#topology.masters());
    for (const [address, node] of this.#nodes) {
      if (masters.has(address)) continue;
      this.#nodes.delete(address);
      this.#channels.forget(node);
      void node.close();
    }
    void this.#channels.place();
  }

  #tellReconnected(): void {
    for (const listener of this.#reconnectListeners) listener();
  }
}
