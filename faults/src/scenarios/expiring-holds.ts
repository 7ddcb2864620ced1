import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import { checkHeldOrders, countHeld, holdOrders, readOrders } from '../held-orders.ts';
import type { Scenario } from '../scenario.ts';

/** All tickets are held, and the workers that are to release them die all the time. */
export const expiringHolds: Scenario = {
  name: 'expiring-holds',
  fault: 'workers are killed while all holds expire',
  promise: 'each expires once, none early',
  run: async (stage) => {
    const { random } = stage;
    const count = stage.quick ? 1000 : 10_000;
    const system = await stage.startSystem({ capacity: count });
    await system.startGateway();
    const workers = [await system.startWorker(), await system.startWorker()];
    // Long enough to settle all of them before the first expires, then over some seconds.
    const [least, most] = stage.quick ? [1500, 2500] : [6000, 10_000];
    const holdMs = () => random.integer(least, most);
    const held = await holdOrders(system, { count, holdMs });
    stage.say(`${await countHeld(held.ledger)} orders are held`);

    let faults = 0;
    await eventually(
      () => countHeld(held.ledger),
      (left) => left < count,
    );
    while ((await countHeld(held.ledger)) > 0) {
      const [victim] = workers.splice(0, 1);
      victim?.signal('SIGKILL');
      await victim?.exited;
      faults += 1;
      workers.push(await system.startWorker());
      stage.say(`${await countHeld(held.ledger)} are held still`);
      await delay(random.integer(0, 200));
    }
    const orders = await readOrders(held);
    const lastMs = Math.max(
      ...orders.map(({ settledAtMs = 0, id, createdAtMs }) => {
        return settledAtMs - createdAtMs - (held.holdMs.get(id) ?? 0);
      }),
    );
    const early = orders.filter(
      ({ id, settledAtMs = 0, createdAtMs }) =>
        settledAtMs - createdAtMs < (held.holdMs.get(id) ?? 0),
    ).length;
    const check = await checkHeldOrders(system, held);
    const others = orders.filter(({ status }) => status !== 'expired').length;
    return {
      faults,
      check,
      secondsToNormal: lastMs / 1000,
      broken: [
        ...(early > 0 ? [`${early} holds expired early`] : []),
        ...(others > 0 ? [`${others} orders are not expired`] : []),
      ],
    };
  },
};
