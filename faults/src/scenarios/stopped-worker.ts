import { orderStreamKey, WORKER_GROUP } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** A worker is stopped while it holds entries, for longer than others wait, and continues later. */
export const stoppedWorker: Scenario = {
  name: 'stopped-worker',
  fault: 'a worker stops past the claim time',
  promise: 'another settles what it held, once',
  run: (stage) =>
    saleUnderAttack(stage, {
      pauseMs: 5,
      times: stage.quick ? 1 : 5,
      once: async ({ system }, turn) => {
        const name = `sleeper-${turn}`;
        const sleeper = await system.startWorker({ INSTANCE: name });
        const owned = async () => {
          const command = ['XPENDING', orderStreamKey(0), WORKER_GROUP, '-', '+', '1000', name];
          return ((await system.redis.command(...command)) as unknown[]).length;
        };
        // Stops it until it holds something while it is stopped.
        const held = await eventually(
          async () => {
            sleeper.signal('SIGSTOP');
            const count = await owned();
            if (count === 0) sleeper.signal('SIGCONT');
            return count;
          },
          (count) => count > 0,
        );
        stage.say(`a worker sleeps with ${held} entries`);
        await eventually(owned, (count) => count === 0);
        sleeper.signal('SIGCONT');
      },
    }),
};
