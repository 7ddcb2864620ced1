import { setTimeout as delay } from 'node:timers/promises';
import { orderStreamKey, WORKER_GROUP } from '@onsale/ledger';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Somebody deletes the consumer group while workers use it. */
export const deletedGroup: Scenario = {
  name: 'deleted-group',
  fault: 'the consumer group is deleted',
  promise: 'workers create it again, and skip nothing',
  run: (stage) =>
    saleUnderAttack(stage, {
      workers: 2,
      times: stage.quick ? 2 : 20,
      once: async ({ system }) => {
        await delay(stage.random.integer(50, 500));
        await system.redis.command('XGROUP', 'DESTROY', orderStreamKey(0), WORKER_GROUP);
      },
    }),
};
