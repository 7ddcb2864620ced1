import { setTimeout as delay } from 'node:timers/promises';
import { buy, eventually } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

/** Redis loses sight of its data and gets it back, as after a restart on a wrong volume. */
export const emptiedRedis: Story = {
  name: 'emptied-redis',
  fault: 'Redis is empty, then its data is put back',
  promise: 'nothing is sold or created meanwhile; the sale goes on with the data',
  run: async (stage) => {
    const broken: string[] = [];
    return await saleUnderAttack(stage, {
      times: stage.quick ? 1 : 5,
      once: async ({ system: { redis }, gateways: [gateway] }, turn) => {
        await delay(stage.random.integer(50, 500));
        await redis.command('SWAPDB', '0', '1');
        const answer = await buy(gateway?.address ?? '', `while-empty-${turn}`);
        if (answer.status !== 503) broken.push(`the answer was ${answer.status}: ${answer.body}`);
        await eventually(
          async () => (await fetch(`${gateway?.address}/readyz`)).status,
          (status) => status === 503,
        );
        const created = (await redis.command('KEYS', '{s*')) as string[];
        if (created.length > 0) broken.push(`${created.join(', ')} was created`);
        await redis.command('SWAPDB', '0', '1');
      },
      examine: async () => broken,
    });
  },
};
