import { setTimeout as delay } from 'node:timers/promises';
import { type Finish, finishOrders, type FinishStep } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import {
  checkHeldOrders,
  countHeld,
  type HeldOrders,
  holdOrders,
  readOrders,
} from '../held-orders.ts';
import type { Stage, Scenario } from '../scenario.ts';

const PAYERS = ['payer-1', 'payer-2', 'payer-3'];

/** Three payments and the deadline want the same hold at the same moment. */
export const racingPayers: Scenario = {
  name: 'racing-payers',
  fault: 'three payments for each order, while its hold expires',
  promise: 'one of them gets the tickets, or nobody; the others are told so',
  run: async (stage) => {
    const count = stage.quick ? 300 : 3000;
    const system = await stage.startSystem({ capacity: count });
    await system.startGateway();
    for (let i = 0; i < 2; i++) await system.startWorker();
    // The first deadlines pass while the payers are at work.
    const holdMs = () => stage.random.integer(100, stage.quick ? 900 : 7000);
    const held = await holdOrders(system, { count, holdMs });
    const paid = await Promise.all(PAYERS.map((payer) => pay(stage, held, payer)));
    const endedAtMs = performance.now();
    await eventually(
      () => countHeld(held.ledger),
      (left) => left === 0,
    );
    const secondsToNormal = (performance.now() - endedAtMs) / 1000;

    const broken: string[] = [];
    for (const order of await readOrders(held)) {
      const payers = PAYERS.filter((_, i) => paid[i]?.has(order.id));
      const owner = order.status === 'confirmed' ? order.cause : undefined;
      if (payers.length > 1) broken.push(`${payers.join(' and ')} were told that they have paid`);
      else if (payers[0] !== owner) {
        broken.push(`${payers[0] ?? 'nobody'} was told to have paid what ${owner ?? 'nobody'} has`);
      }
    }
    const check = await checkHeldOrders(system, held);
    const { confirmed } = check;
    return {
      faults: PAYERS.length * count,
      check,
      secondsToNormal,
      broken: broken.slice(0, 5),
      note: `${confirmed} paid, ${count - confirmed} expired`,
    };
  },
};

// Tries to pay every order, in an order of its own; returns those that it was told to have paid.
async function pay(stage: Stage, held: HeldOrders, payer: string): Promise<Set<string>> {
  const { random } = stage;
  const paid = new Set<string>();
  const one = async (step: FinishStep): Promise<Finish | undefined> =>
    (await finishOrders(held.ledger, 0, [step]))[0];
  const shuffled = held.ids
    .map((id) => ({ id, at: random.integer(0, 1e9) }))
    .sort((a, b) => a.at - b.at);
  for (const { id: orderId } of shuffled) {
    const way = random.integer(0, 3);
    if (way > 0) await one({ orderId, step: 'open-payment', giveUpMs: random.integer(1, 300) });
    if (way === 1) {
      await one({ orderId, step: 'return-payment' });
      continue;
    }
    // Left open: it is given up later.
    if (way === 2 && random.integer(0, 1) === 0) continue;
    await delay(random.integer(0, 2));
    const first = await one({ orderId, step: 'confirm', cause: payer });
    // The provider says everything twice.
    const second = await one({ orderId, step: 'confirm', cause: payer });
    if (first === 'done' || second === 'done') paid.add(orderId);
  }
  return paid;
}
