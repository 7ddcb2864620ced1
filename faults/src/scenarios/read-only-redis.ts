import { setTimeout as delay } from 'node:timers/promises';
import { refusedSale } from '../refused-sale.ts';

/** Redis becomes a replica and refuses writes, as an old master does after a failover. */
export const readOnlyRedis = refusedSale(
  {
    name: 'read-only-redis',
    fault: 'Redis is read-only',
    promise: 'new orders get 503; what waits is settled afterwards',
  },
  async ({ stage, system: { redis }, buyInVain }) => {
    // Of a master that does not exist: it keeps its data and serves reads.
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    await buyInVain();
    await delay(stage.random.integer(100, 1000));
    await redis.command('REPLICAOF', 'NO', 'ONE');
  },
);
