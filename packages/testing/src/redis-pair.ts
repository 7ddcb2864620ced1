import { connectRedis, type RedisReply } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually } from './eventually.ts';
import { type RedisEndpoint, startRedis, type TestRedis } from './redis-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** A master and a replica behind one address that always leads to the master. */
export interface TestRedisPair extends RedisEndpoint {
  /**
   * Kills the master, promotes the replica and redirects clients there; what the replica had not
   * received is lost. The dead server comes back as a replica; resolves once it is in sync.
   */
  failOver(): Promise<void>;
  /** Holds back replication traffic, or lets it through again. */
  holdReplication(isHeld: boolean): void;
}

/** Starts both, behind proxies; `program` as for `startRedis`. */
export async function startRedisPair(options: { program?: string } = {}): Promise<TestRedisPair> {
  const nodes = await Promise.all([startRedis(options), startRedis(options)]);
  let [master, replica] = nodes;
  const front = await startTcpProxy(socketOf(master));
  // The replica connects to its master through this proxy.
  const replication = await startTcpProxy(socketOf(master));
  const [host = '', port = ''] = replication.url.slice('redis://'.length).split(':');
  const follow = async (node: TestRedis) => {
    await node.command('REPLICAOF', host, port);
    await eventually(
      async () => String(await node.command('INFO', 'replication')),
      (info) => info.includes('master_link_status:up'),
    );
  };
  for (const node of nodes) await node.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
  await follow(replica);

  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const config = { REDIS_URL: front.url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const subscriber = await connection.another('test-sub');
  return {
    url: front.url,
    command: async (...command): Promise<RedisReply> => await connection.command('', command),
    subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
    holdReplication: (isHeld) => replication.setCondition(isHeld ? 'stalled' : 'clear'),
    failOver: async () => {
      await master.kill('SIGKILL');
      await replica.command('REPLICAOF', 'NO', 'ONE');
      replication.setCondition('clear');
      [master, replica] = [replica, master];
      for (const proxy of [front, replication] satisfies TcpProxy[]) {
        proxy.redirect(socketOf(master));
      }
      await replica.restart();
      await replica.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
      await master.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
      await follow(replica);
    },
    stop: async () => {
      await subscriber.close();
      await connection.close();
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all([front.close(), replication.close()]);
    },
  };
}

function socketOf(redis: TestRedis): string {
  return redis.url.slice('unix://'.length);
}
