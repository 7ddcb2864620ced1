import { setTimeout as delay } from 'node:timers/promises';
import { type FakeClock, makeFakeClock } from '../fake-clock.ts';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** How far the clock is moved, ahead of or behind the true time. */
const FARTHEST_S = 7200;

/** The wall clocks of the gateway and the workers jump back and forth; Redis' does not. */
export const clockJumps: Scenario = {
  name: 'clock-jumps',
  fault: 'the clock of gateway and workers jumps by up to 4 h',
  promise: 'orders go on, and claims settle none twice',
  run: async (stage) => {
    const clock: FakeClock = await makeFakeClock();
    stage.onEnd(() => clock.remove());
    return await saleUnderAttack(stage, {
      system: { environment: clock.environment },
      workers: 2,
      times: stage.quick ? 4 : 40,
      once: async () => {
        await delay(stage.random.integer(50, 400));
        await clock.jumpTo(stage.random.integer(-FARTHEST_S, FARTHEST_S));
      },
    });
  },
};

/** The wall clock of Redis jumps back and forth; those of the gateway and the workers do not. */
export const redisClockJumps: Scenario = {
  name: 'redis-clock-jumps',
  fault: "Redis' clock jumps by up to 4 h",
  promise: 'orders go on, and claims at the wrong time settle none twice',
  run: async (stage) => {
    const clock: FakeClock = await makeFakeClock();
    stage.onEnd(() => clock.remove());
    return await saleUnderAttack(stage, {
      system: { redisEnvironment: clock.redisEnvironment },
      workers: 2,
      times: stage.quick ? 4 : 40,
      once: async ({ system }) => {
        await delay(stage.random.integer(50, 400));
        const offsetS = stage.random.integer(-FARTHEST_S, FARTHEST_S);
        await clock.jumpTo(offsetS);
        const [seconds] = (await system.redis.command('TIME')) as [string, string];
        const jumpedS = Number(seconds) - Date.now() / 1000;
        if (Math.abs(jumpedS - offsetS) > 60) throw new Error('the clock of Redis did not jump');
      },
    });
  },
};
