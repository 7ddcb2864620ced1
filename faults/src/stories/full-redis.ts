import { setTimeout as delay } from 'node:timers/promises';
import { buy, eventually } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

/** The memory of Redis is used up for a while. */
export const fullRedis: Story = {
  name: 'full-redis',
  fault: 'the memory of Redis is full (`maxmemory` reached)',
  promise: 'new orders get 503 and none is half written; the backlog is settled all the same',
  run: async (stage) => {
    const broken: string[] = [];
    return await saleUnderAttack(stage, {
      times: stage.quick ? 1 : 5,
      once: async ({ system, gateways: [gateway] }, turn) => {
        const { redis } = system;
        await delay(stage.random.integer(50, 500));
        await redis.command('CONFIG', 'SET', 'maxmemory', '1');
        const count = async () => Number(await redis.command('HGET', '{s0}:counts', 'placed'));
        const before = await count();
        const answer = await buy(gateway?.address ?? '', `while-full-${turn}`);
        if (answer.status !== 503) broken.push(`the answer was ${answer.status}: ${answer.body}`);
        // Settling must go on, or the memory would never be freed.
        await eventually(
          () => redis.command('XLEN', '{s0}:order-stream'),
          (waiting) => waiting === 0,
        );
        if ((await count()) !== before) broken.push('orders were placed in a full Redis');
        await redis.command('CONFIG', 'SET', 'maxmemory', '0');
      },
      examine: async () => broken,
    });
  },
};
