import { setTimeout as delay } from 'node:timers/promises';
import { buyUntilAnswered } from '../buy-until-answered.ts';
import { refusedSale } from '../refused-sale.ts';

const PAUSE_MS = 3000;
/** One second is promised; the rest is for a machine that is busy with other things. */
const LONGEST_ANSWER_MS = 2000;

/** Redis stops responding for three seconds, without losing a connection. */
export const slowRedis = refusedSale(
  {
    name: 'slow-redis',
    fault: 'Redis answers nothing for 3 s',
    promise: '503 within a second',
  },
  async ({ stage, system, address, orders, buyInVain, blame }) => {
    process.kill(system.redis.pid, 'SIGSTOP');
    const { key, ms } = await buyInVain();
    // Only the full scenario judges times, because it has the machine to itself.
    if (!stage.quick && ms > LONGEST_ANSWER_MS) blame(`an answer took ${ms.toFixed(0)} ms`);
    await delay(PAUSE_MS - ms);
    process.kill(system.redis.pid, 'SIGCONT');
    // It may have been stored after the 503: a repeated request with the key finds out.
    orders.set(key, await buyUntilAnswered(address, key));
  },
);
