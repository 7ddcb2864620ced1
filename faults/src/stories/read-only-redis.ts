import { setTimeout as delay } from 'node:timers/promises';
import { buy } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

/** Redis becomes a replica and refuses writes, as an old master does after a failover. */
export const readOnlyRedis: Story = {
  name: 'read-only-redis',
  fault: 'Redis is read-only (it was made a replica)',
  promise: 'new orders get 503; what waits is settled when it takes writes again',
  run: async (stage) => {
    const broken: string[] = [];
    return await saleUnderAttack(stage, {
      times: stage.quick ? 1 : 5,
      once: async ({ system: { redis }, gateways: [gateway] }, turn) => {
        await delay(stage.random.integer(50, 500));
        // Of a master that is not there: it keeps its data and serves reads.
        await redis.command('REPLICAOF', '127.0.0.1', '1');
        const answer = await buy(gateway?.address ?? '', `while-read-only-${turn}`);
        if (answer.status !== 503) broken.push(`the answer was ${answer.status}: ${answer.body}`);
        await delay(stage.random.integer(100, 1000));
        await redis.command('REPLICAOF', 'NO', 'ONE');
      },
      examine: async () => broken,
    });
  },
};
