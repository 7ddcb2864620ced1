import {
  deadLetterKey,
  orderStreamKey,
  readDeadLetters,
  type DeadLetter,
  openLedger,
  WORKER_GROUP,
} from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Entries that no worker can settle, written by hand among the others. */
export const poison: Scenario = {
  name: 'poison',
  fault: 'garbage, unknown orders and entries of a future version in the stream',
  promise: 'the first two become dead letters, the last waits for a newer worker',
  run: async (stage) => {
    const times = stage.quick ? 1 : 20;
    const wrong: string[] = [];
    return await saleUnderAttack(stage, {
      system: { environment: { WORKER_MAX_DELIVERIES: '2' } },
      times,
      once: async ({ system: { redis } }, turn) => {
        const stream = orderStreamKey(0);
        const add = (...fields: string[]) => redis.command('XADD', stream, '*', ...fields);
        await add('colour', String(stage.random.integer(0, 1e9)));
        await add('v', '1', 'order', '0'.repeat(28));
        const future = String(await add('v', '99', 'order', '0'.repeat(28)));
        await eventually(
          () => redis.command('XLEN', deadLetterKey(0)),
          (count) => Number(count) >= 2 * (turn + 1),
        );
        await eventually(
          () => redis.command('XPENDING', stream, WORKER_GROUP, future, future, '1'),
          (delivered) => (delivered as unknown[]).length === 1,
        );
        // A newer worker would settle it now.
        const taken = await redis.command('XACK', stream, WORKER_GROUP, future);
        const removed = await redis.command('XDEL', stream, future);
        if (taken !== 1 || removed !== 1)
          wrong.push(`entry ${future} of a newer version was not left`);
      },
      examine: async ({ system }) => {
        const ledger = await openLedger(system.connection, 1);
        const letters = await Array.fromAsync(readDeadLetters(ledger));
        const without = letters.filter((letter: DeadLetter) => letter.error === '');
        return [
          ...wrong,
          ...(letters.length === 2 * times ? [] : [`there are ${letters.length} dead letters`]),
          ...without.map((letter) => `dead letter ${letter.id} has no reason`),
        ];
      },
    });
  },
};
