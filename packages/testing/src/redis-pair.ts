import { connectRedis, type RedisReply } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually } from './eventually.ts';
import { type RedisDoor, startRedis, type TestRedis } from './redis-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** A master and a replica behind one address that always leads to the master. */
export interface TestRedisPair extends RedisDoor {
  /**
   * Kills the master, makes the replica the master, and leads everybody there; what the replica had
   * not received is gone. The dead one comes back as replica; resolves when it has all data.
   */
  failOver(): Promise<void>;
  /** Holds back what the master sends to its replica, or lets it pass again. */
  holdReplication(isHeld: boolean): void;
}

/** Starts both, with proxies in front of them. */
export async function startRedisPair(): Promise<TestRedisPair> {
  const nodes = await Promise.all([startRedis(), startRedis()]);
  let [master, replica] = nodes;
  const door = await startTcpProxy(socketOf(master));
  // The replica reaches its master through this one.
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
  const config = { REDIS_URL: door.url, REDIS_HOST: '', REDIS_PORT: 0 };
  const connection = await connectRedis(config, { logger, name: 'test' });
  const subscriber = await connection.another('test-sub');
  return {
    url: door.url,
    command: async (...command): Promise<RedisReply> => await connection.command('', command),
    subscribe: (channel, listener) => subscriber.subscribe(channel, listener),
    holdReplication: (isHeld) => replication.setWeather(isHeld ? 'stalled' : 'clear'),
    failOver: async () => {
      await master.kill('SIGKILL');
      await replica.command('REPLICAOF', 'NO', 'ONE');
      replication.setWeather('clear');
      [master, replica] = [replica, master];
      for (const proxy of [door, replication] satisfies TcpProxy[]) {
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
      await Promise.all([door.close(), replication.close()]);
    },
  };
}

function socketOf(redis: TestRedis): string {
  return redis.url.slice('unix://'.length);
}
