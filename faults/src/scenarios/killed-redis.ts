import { setTimeout as delay } from 'node:timers/promises';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Redis dies under load and restarts with its files. */
function killedRedis(
  appendfsync: 'always' | 'everysec',
  { promise, mayLose }: { promise: string; mayLose: boolean },
): Scenario {
  return {
    name: `killed-redis-${appendfsync}`,
    fault: `Redis is killed, with \`appendfsync ${appendfsync}\``,
    promise,
    run: async (stage) => {
      const outcome = await saleUnderAttack(stage, {
        system: { redisArgs: ['--appendfsync', appendfsync] },
        buyers: 40,
        times: stage.quick ? 2 : 20,
        once: async ({ system }) => {
          await delay(stage.random.integer(50, stage.quick ? 200 : 800));
          await system.redis.kill('SIGKILL');
          await delay(stage.random.integer(0, 500));
          await system.redis.restart();
        },
      });
      return { ...outcome, mayLose };
    },
  };
}

export const killedRedisAlways = killedRedis('always', {
  promise: 'every order answered 201 is there; meanwhile 503, never a hanging request',
  mayLose: false,
});

// While the disk is busy with the previous sync, Redis holds back what it would write, and a kill
// loses it.
export const killedRedisEverysec = killedRedis('everysec', {
  promise: "the books agree; a disk that can't keep up costs the last orders",
  mayLose: true,
});
