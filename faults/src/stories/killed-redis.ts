import { setTimeout as delay } from 'node:timers/promises';
import { checkSale, startCrowd } from '@onsale/testing';
import type { Story } from '../story.ts';
import { untilNormal } from '../until-normal.ts';

/** Redis dies under load and starts again on its files. */
function killedRedis(appendfsync: 'always' | 'everysec'): Story {
  return {
    name: `killed-redis-${appendfsync}`,
    fault: `SIGKILL of redis-server and a restart, \`appendfsync ${appendfsync}\``,
    promise: 'every order answered 201 is there; meanwhile 503, never a hanging request',
    async run({ random, quick, say, startSystem }) {
      const redisArgs = ['--appendfsync', appendfsync];
      const system = await startSystem({ capacity: 1_000_000, redisArgs });
      const gateway = await system.startGateway();
      await system.startWorker();
      const crowd = startCrowd({ addresses: () => [gateway.address], buyers: 40 });
      const faults = quick ? 2 : 20;
      let sinceMs = performance.now();
      for (let i = 0; i < faults; i++) {
        await delay(random.integer(50, quick ? 200 : 800));
        say(`${i + 1} of ${faults}: SIGKILL of Redis, ${crowd.sale.orders.size} orders so far`);
        await system.redis.kill('SIGKILL');
        await delay(random.integer(0, 500));
        await system.redis.restart();
        sinceMs = performance.now();
      }
      const probe = { sinceMs, orders: crowd.sale.orders };
      const secondsToNormal = await untilNormal(system, [gateway.address], probe);
      return { faults, check: await checkSale(system, await crowd.stop()), secondsToNormal };
    },
  };
}

export const killedRedisAlways = killedRedis('always');
export const killedRedisEverysec = killedRedis('everysec');
