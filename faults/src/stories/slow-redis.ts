import { setTimeout as delay } from 'node:timers/promises';
import { buy } from '@onsale/testing';
import { buyUntilAnswered } from '../buy-until-answered.ts';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

const PAUSE_MS = 3000;
/** A second is promised; the rest is for a machine that is busy with other things. */
const LONGEST_ANSWER_MS = 2000;

/** Redis stops answering for three seconds, without losing a connection. */
export const slowRedis: Story = {
  name: 'slow-redis',
  fault: 'Redis answers nothing for 3 s (SIGSTOP)',
  promise: '503 within a second; no order is lost, or doubled by the repetition',
  run: async (stage) => {
    const broken: string[] = [];
    return await saleUnderAttack(stage, {
      times: stage.quick ? 1 : 5,
      once: async ({ system, gateways: [gateway], orders }, turn) => {
        await delay(stage.random.integer(50, 500));
        process.kill(system.redis.pid, 'SIGSTOP');
        const startedAt = performance.now();
        const [address, key] = [gateway?.address ?? '', `while-it-hangs-${turn}`];
        const answer = await buy(address, key);
        const ms = performance.now() - startedAt;
        if (ms > LONGEST_ANSWER_MS) broken.push(`an answer took ${ms.toFixed(0)} ms`);
        if (answer.status !== 503) broken.push(`the answer was ${answer.status}: ${answer.body}`);
        await delay(PAUSE_MS - ms);
        process.kill(system.redis.pid, 'SIGCONT');
        // It may have been stored after the 503: whoever asks again with the key learns so.
        orders.set(key, await buyUntilAnswered(address, key));
      },
      examine: async () => broken,
    });
  },
};
