import { connectRedis } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { installOn } from '@onsale/testing';
import type { Cluster } from './cluster.ts';

/** Does what the Job in k8s/ does, because Podman runs no Jobs. Waits until Redis is there. */
export async function install(cluster: Cluster): Promise<void> {
  const secret = cluster.secrets.find(({ metadata }) => metadata.name === 'install');
  const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
  const connection = await connectRedis(
    {
      REDIS_HOST: cluster.address('redis'),
      REDIS_PORT: 6379,
      REDIS_USERNAME: 'install',
      REDIS_PASSWORD: secret?.stringData['redis-password'] ?? '',
    },
    { logger, name: 'install' },
  );
  await installOn(connection);
  await connection.close();
}
