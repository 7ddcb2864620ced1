import { setTimeout as delay } from 'node:timers/promises';
import { type FakeClock, makeFakeClock } from '../fake-clock.ts';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

/** How far the clock is moved, before or after the true time. */
const FARTHEST_S = 7200;

/**
 * The wall clock of the gateway and the workers jumps forth and back. That of Redis stays: its memory
 * allocator does not stand the library that moves clocks.
 */
export const clockJumps: Story = {
  name: 'clock-jumps',
  fault: 'the clock of gateway and workers jumps by up to 4 h, forth and back',
  promise: 'orders go on; none is claimed into being settled twice',
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
