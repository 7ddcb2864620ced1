import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { createClient } from '@redis/client';
import { eventually } from './eventually.ts';
import { freePorts } from './free-port.ts';
import { launchRedis, type RedisEndpoint, startRedis, type TestRedis } from './redis-server.ts';

/** A silent master is replaced after this time. */
const DOWN_AFTER_MS = 1500;
/** A failed election is repeated after twice this time. */
const FAILOVER_TIMEOUT_MS = 3000;
const SENTINELS = 3;
const PATIENCE_MS = 60_000;

/** A master, a replica, and three sentinels that monitor them. */
export interface TestSentinels extends RedisEndpoint {
  /** For the environment of the services. */
  environment: { REDIS_SENTINELS: string; REDIS_SENTINEL_PASSWORD: string };
  /** The two servers. */
  nodes: readonly TestRedis[];
  /** The master according to all sentinels; undefined while they disagree. */
  master(): Promise<TestRedis | undefined>;
  /** Waits until the other server replicates the master and all sentinels know it. */
  untilWhole(): Promise<void>;
  /** Sends a command to the first sentinel. */
  sentinel(...command: string[]): Promise<unknown>;
  /** Makes the sentinels promote the replica while the master is alive. */
  failOver(): Promise<void>;
}

/** Starts all five servers on loopback. */
export async function startRedisSentinels(): Promise<TestSentinels> {
  const [masterPort = 0, replicaPort = 0, ...ports] = await freePorts(2 + SENTINELS);
  const nodePorts = [masterPort, replicaPort];
  const common = ['--bind', '127.0.0.1', '--repl-diskless-sync-delay', '0'];
  const nodes = await Promise.all([
    startRedis({ args: ['--port', String(masterPort), ...common] }),
    startRedis({
      shards: 0,
      args: ['--port', String(replicaPort), '--replicaof', `127.0.0.1 ${masterPort}`, ...common],
    }),
  ]);
  const password = crypto.randomUUID();
  const sentinels = await Promise.all(
    ports.map((port) => startSentinel(port, masterPort, password)),
  );
  const environment = {
    REDIS_SENTINELS: ports.map((port) => `127.0.0.1:${port}`).join(','),
    REDIS_SENTINEL_PASSWORD: password,
  };

  const ask = async (...command: string[]) =>
    await Promise.all(sentinels.map((sentinel) => sentinel.command('SENTINEL', ...command)));
  const master = async () => {
    const named = (await ask('GET-MASTER-ADDR-BY-NAME', 'mymaster')) as [string, string][];
    const [port, ...others] = new Set(named.map(([, told]) => Number(told)));
    return others.length > 0 ? undefined : nodes[nodePorts.indexOf(port ?? 0)];
  };
  const untilWhole = async () => {
    await eventually(
      async () => {
        const known = (await ask('MASTER', 'mymaster')) as string[][];
        const field = (list: string[], name: string) => list[list.indexOf(name) + 1];
        const replication = String(await (await master())?.command('INFO', 'replication'));
        return (
          replication.includes('role:master') &&
          replication.includes('state=online') &&
          known.every(
            (list) =>
              field(list, 'flags') === 'master' &&
              field(list, 'num-slaves') === '1' &&
              field(list, 'num-other-sentinels') === String(SENTINELS - 1),
          )
        );
      },
      Boolean,
      PATIENCE_MS,
    );
  };
  await untilWhole();

  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { ...environment, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const subscriber = await connection.another('test-sub');
  return {
    url: '',
    environment,
    nodes,
    master,
    untilWhole,
    sentinel: async (...command) => await sentinels[0]?.command('SENTINEL', ...command),
    command: (...command) => connection.command('', command),
    subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
    failOver: async () => {
      const before = await master();
      await sentinels[0]?.command('SENTINEL', 'FAILOVER', 'mymaster');
      await eventually(master, (now) => now !== undefined && now !== before, PATIENCE_MS);
      await untilWhole();
    },
    stop: async () => {
      await Promise.all([subscriber.close(), connection.close()]);
      await Promise.all(sentinels.map((sentinel) => sentinel.stop()));
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function startSentinel(port: number, masterPort: number, password: string) {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-sentinel-'));
  const file = join(folder, 'sentinel.conf');
  // A sentinel writes its state into its own configuration file.
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `requirepass ${password}`,
    `sentinel monitor mymaster 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds mymaster ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout mymaster ${FAILOVER_TIMEOUT_MS}`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const server = await launchRedis([file, '--sentinel'], { ready: /\+monitor master/ });
  const client = createClient({ socket: { host: '127.0.0.1', port }, password, RESP: 2 });
  client.on('error', () => undefined);
  await client.connect();
  return {
    command: async (...command: string[]): Promise<unknown> => await client.sendCommand(command),
    stop: async () => {
      client.destroy();
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
