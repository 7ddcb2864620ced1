import { ClusterTopology, type SlotRange } from './topology.ts';
import { SLOTS } from './key-slot.ts';
import type { ConnectOptions, RedisConnection } from '../connection.ts';
import { addressOptions, connectByTopology } from './cluster.ts';
import { askNode, type NodeOptions } from '../node.ts';

/** Where the sentinels are and what they monitor. */
export interface SentinelConfig {
  /** `host:port`, separated by commas; the port is optional. */
  sentinels: string;
  /** The name of the master, as the sentinels know it. */
  master: string;
  password?: string;
}

const SENTINEL_PORT = 26_379;

/**
 * Connects to the master named by the sentinels, retrying until it is reachable or `signal` is
 * aborted. The rest of the code sees a cluster with one master that holds every slot. A broken
 * connection is not reopened; instead the sentinels are asked for the current master each time.
 */
export async function connectBySentinels(
  config: SentinelConfig,
  defaults: NodeOptions,
  connecting: ConnectOptions,
): Promise<RedisConnection> {
  const sentinels = config.sentinels
    .split(',')
    .map((address) => (address.includes(':') ? address : `${address}:${SENTINEL_PORT}`));
  // Sentinels have their own password, and no users.
  const { name: _name, username: _username, password: _password, ...anybody } = defaults;
  const asSentinel = {
    ...anybody,
    ...(config.password === undefined ? {} : { password: config.password }),
  };
  const topology = new ClusterTopology({
    seeds: () => sentinels,
    ask: async (sentinel) => {
      const command = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', config.master];
      const told = await askNode(addressOptions(asSentinel, sentinel), command);
      if (!Array.isArray(told))
        throw new Error(`a sentinel does not know a master named ${config.master}`);
      const master = told.join(':');
      await ensureMaster(addressOptions(defaults, master));
      return [{ from: 0, to: SLOTS - 1, master } satisfies SlotRange];
    },
  });
  return await connectByTopology(
    topology,
    (name) => (address) => addressOptions({ ...defaults, name }, address),
    { ...connecting, name: defaults.name ?? '', healsItself: false },
  );
}

// A sentinel that is partitioned off may name a replaced master. Every user may run HELLO, which
// includes the role; ROLE needs a permission.
async function ensureMaster(options: NodeOptions): Promise<void> {
  const hello = (await askNode(options, ['HELLO'])) as unknown[];
  const role = String(hello[hello.indexOf('role') + 1]);
  if (role !== 'master') throw new Error(`the sentinels name a master whose role is ${role}`);
}
