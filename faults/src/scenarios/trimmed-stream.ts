import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import { openLedger, orderStreamKey, requeueLostOrders } from '@onsale/ledger';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Somebody trims the stream by hand while orders wait in it. */
export const trimmedStream: Scenario = {
  name: 'trimmed-stream',
  fault: 'the stream is trimmed to nothing by hand',
  promise: 'the audit names the orders, and `stream repair` has them settled',
  run: (stage) =>
    saleUnderAttack(stage, {
      buyers: 40,
      times: stage.quick ? 2 : 10,
      once: async ({ system, workers: [worker] }) => {
        await delay(stage.random.integer(50, 500));
        worker?.signal('SIGSTOP');
        const waiting = () => system.redis.command('XLEN', orderStreamKey(0));
        await eventually(waiting, (count) => Number(count) > 30);
        await system.redis.command('XTRIM', orderStreamKey(0), 'MAXLEN', '0');
        worker?.signal('SIGCONT');
        const ledger = await openLedger(system.connection, 1);
        const requeued = await Array.fromAsync(requeueLostOrders(ledger));
        stage.say(`${requeued.length} orders had lost their entries`);
      },
    }),
};
