import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import { makeFakeClock } from '../fake-clock.ts';
import { checkHeldOrders, countHeld, holdOrders } from '../held-orders.ts';
import type { Scenario } from '../scenario.ts';

/** How far the clock of Redis is moved, either way. */
const [NEAREST_S, FARTHEST_S] = [60, 7200];

/** The clock of Redis, which judges when a hold is over, jumps while orders are held. */
export const holdsOfAJumpingClock: Scenario = {
  name: 'holds-of-a-jumping-clock',
  fault: "Redis' clock jumps by up to 4 h while orders are held",
  promise: 'none expires early, and no gateway sells by that clock',
  run: async (stage) => {
    const clock = await makeFakeClock();
    stage.onEnd(() => clock.remove());
    const count = stage.quick ? 200 : 2000;
    const system = await stage.startSystem({
      capacity: count,
      redisEnvironment: clock.redisEnvironment,
    });
    const gateway = await system.startGateway();
    for (let i = 0; i < 2; i++) await system.startWorker();
    // Nothing is due by the true time before the last jump.
    const holdMs = stage.quick ? 6000 : 30_000;
    const beganAtMs = performance.now();
    const held = await holdOrders(system, { count, holdMs: () => holdMs });
    const isReady = async () => (await fetch(`${gateway.address}/readyz`)).ok;

    const broken: string[] = [];
    let faults = 0;
    // Holds are due in the time that this took and `holdMs` more, at the earliest.
    while (performance.now() - beganAtMs < holdMs - 2500) {
      const offsetS = stage.random.integer(NEAREST_S, FARTHEST_S);
      await clock.jumpTo(stage.random.pick([offsetS, -offsetS]));
      faults += 1;
      await eventually(isReady, (ready) => !ready);
      await delay(stage.random.integer(100, 500));
      const left = await countHeld(held.ledger);
      if (performance.now() - beganAtMs < holdMs && left < count) {
        broken.push(`${count - left} holds expired early`);
        break;
      }
    }
    // Behind, so that it says for longer than true that they are not over.
    await clock.jumpTo(-FARTHEST_S);
    faults += 1;
    await delay(Math.max(0, holdMs + 1000 - (performance.now() - beganAtMs)));
    if ((await countHeld(held.ledger)) < count) broken.push('Redis has released what is not due');
    await clock.jumpTo(0);
    const rightAtMs = performance.now();
    await eventually(
      () => countHeld(held.ledger),
      (left) => left === 0,
    );
    const secondsToNormal = (performance.now() - rightAtMs) / 1000;
    await eventually(isReady, (ready) => ready);
    return { faults, check: await checkHeldOrders(system, held), secondsToNormal, broken };
  },
};
