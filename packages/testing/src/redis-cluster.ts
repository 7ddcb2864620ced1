import { connectRedis, keySlot, type RedisConnection } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually } from './eventually.ts';
import { freePorts } from './free-port.ts';
import { type RedisEndpoint, startRedis, type TestRedis } from './redis-server.ts';

/** A silent master is replaced after this time: long, so that a busy machine does not cause it. */
const NODE_TIMEOUT_MS = 15_000;
const MASTERS = 3;
const SLOTS = 16_384;
/** Keys migrated at a time; the slot is blocked meanwhile. */
const MOVE_AT_ONCE = 200;

/** One server of a cluster. */
export interface ClusterNode extends TestRedis {
  id: string;
  port: number;
}

/** A Redis Cluster of three masters with a replica each, on loopback. */
export interface TestRedisCluster extends RedisEndpoint {
  nodes: readonly ClusterNode[];
  /** Connected the way services do. */
  connection: RedisConnection;
  /** The node that serves a key's slot, as the others see it. */
  masterOf(key: string): Promise<ClusterNode>;
  /** All nodes that serve slots. */
  masters(): Promise<ClusterNode[]>;
  /** Waits until every slot is served and every master has its replica. */
  untilWhole(): Promise<void>;
  /**
   * Migrates the slot of a key to another master, key by key, as `redis-cli --cluster reshard`
   * does.
   */
  moveSlot(key: string, target: ClusterNode): Promise<void>;
}

/** Starts six servers and joins them into a cluster. */
export async function startRedisCluster(
  options: { args?: readonly string[]; nodeTimeoutMs?: number } = {},
): Promise<TestRedisCluster> {
  const { args = [], nodeTimeoutMs = NODE_TIMEOUT_MS } = options;
  const timeout = ['--cluster-node-timeout', String(nodeTimeoutMs)];
  const ports = await freePorts(MASTERS * 4);
  const nodes = await Promise.all(
    Array.from({ length: MASTERS * 2 }, (_, i) =>
      startNode(ports[2 * i] ?? 0, ports[2 * i + 1] ?? 0, [...timeout, ...args]),
    ),
  );
  await join(nodes, ports);
  const url = nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(',');
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });

  // A subscribed connection can't do anything else.
  const subscriber = await connection.another('test-sub');
  const readSlots = async () => {
    const seed = nodes.find((node) => node.isAlive());
    const ranges = (await seed?.command('CLUSTER', 'SLOTS')) as SlotRange[];
    return ranges.map(([from, to, [, , id]]) => {
      return { from, to, master: nodes.find((node) => node.id === id) };
    });
  };
  const masterOf = async (key: string): Promise<ClusterNode> => {
    const slot = keySlot(key);
    const range = (await readSlots()).find(({ from, to }) => from <= slot && slot <= to);
    if (range?.master === undefined) throw new Error(`no node serves slot ${slot}`);
    return range.master;
  };
  const masters = async () => {
    const serving = (await readSlots()).flatMap(({ master }) => (master ? [master] : []));
    return [...new Set(serving)];
  };
  const untilWhole = async () => {
    for (const node of nodes) await eventually(() => isWhole(node), Boolean, 30_000);
  };
  await untilWhole();
  return {
    url,
    nodes,
    connection,
    masterOf,
    masters,
    untilWhole,
    command: async (...command) => {
      const key = command.slice(1).find((word) => word.startsWith('{'));
      if (key !== undefined) return await connection.command(key, command);
      // Commands without a key (FLUSHALL, CONFIG SET, DBSIZE) go to all masters; numbers are added
      // up.
      const masters = await connection.nodes();
      const replies = await Promise.all(masters.map((master) => master.command(command)));
      const [first] = replies;
      return typeof first === 'number'
        ? replies.reduce((sum: number, reply) => sum + Number(reply), 0)
        : first;
    },
    subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
    moveSlot: async (key, target) => await moveSlot(await masterOf(key), target, keySlot(key)),
    stop: async () => {
      await subscriber.close();
      await connection.close();
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

/** First and last slot, the master (host, port, id) and its replicas. */
type SlotRange = [number, number, [string, number, string], ...unknown[]];

async function startNode(port: number, busPort: number, args: readonly string[]) {
  const settings = {
    port,
    bind: '127.0.0.1',
    'cluster-enabled': 'yes',
    'cluster-port': busPort,
    // Shards of live masters keep selling while a dead one is being replaced.
    'cluster-require-full-coverage': 'no',
    'repl-diskless-sync-delay': 0,
  };
  const own = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const redis = await startRedis({ args: [...own, ...args], shards: 0 });
  const id = String(await redis.command('CLUSTER', 'MYID'));
  return Object.assign(redis, { id, port });
}

async function join(nodes: readonly ClusterNode[], ports: readonly number[]): Promise<void> {
  const masters = nodes.slice(0, MASTERS);
  const replicas = nodes.slice(MASTERS);
  for (const [i, node] of nodes.entries()) {
    await node.command('CLUSTER', 'SET-CONFIG-EPOCH', String(i + 1));
    // Introduce every node to every other, because gossip would take time.
    for (let other = 0; other < i; other++) {
      const meet = [String(ports[2 * other]), String(ports[2 * other + 1])];
      await node.command('CLUSTER', 'MEET', '127.0.0.1', ...meet);
    }
  }
  for (const [i, master] of masters.entries()) {
    const range = [i, i + 1].map((edge) => Math.round((edge * SLOTS) / MASTERS));
    const [from = 0, end = 0] = range;
    await master.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(end - 1));
  }
  for (const [i, replica] of replicas.entries()) {
    const id = masters[i]?.id ?? '';
    const knows = async () => String(await replica.command('CLUSTER', 'NODES'));
    await eventually(knows, (list) => list.includes(id));
    await replica.command('CLUSTER', 'REPLICATE', id);
  }
}

// Every slot has a live master, this node knows the others, and replicas are in sync.
async function isWhole(node: TestRedis): Promise<boolean> {
  const info = String(await node.command('CLUSTER', 'INFO'));
  const list = String(await node.command('CLUSTER', 'NODES'))
    .trim()
    .split('\n');
  const role = String(await node.command('INFO', 'replication'));
  const masters = list.filter((line) => /\bmaster\b/.test(line) && !/\bfail/.test(line));
  return (
    info.includes('cluster_state:ok') &&
    info.includes(`cluster_slots_ok:${SLOTS}`) &&
    list.length === MASTERS * 2 &&
    masters.length === MASTERS &&
    !list.some((line) => /fail|handshake|noaddr/.test(line)) &&
    (role.includes('role:master')
      ? role.includes('connected_slaves:1')
      : role.includes('master_link_status:up'))
  );
}

async function moveSlot(source: ClusterNode, target: ClusterNode, slot: number): Promise<void> {
  const state = (node: ClusterNode, ...words: string[]) =>
    node.command('CLUSTER', 'SETSLOT', String(slot), ...words);
  await state(target, 'IMPORTING', source.id);
  await state(source, 'MIGRATING', target.id);
  for (;;) {
    const count = String(MOVE_AT_ONCE);
    const keys = (await source.command(
      'CLUSTER',
      'GETKEYSINSLOT',
      String(slot),
      count,
    )) as string[];
    if (keys.length === 0) break;
    const move = ['MIGRATE', '127.0.0.1', String(target.port), '', '0', '5000'];
    await source.command(...move, 'KEYS', ...keys);
  }
  await state(target, 'NODE', target.id);
  await state(source, 'NODE', target.id);
}
