import { setTimeout as delay } from 'node:timers/promises';
import type { OrderStatus } from '@onsale/contracts';
import { finishOrders, type FinishStep } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import { checkHeldOrders, type HeldOrders, holdOrders, readOrders } from '../held-orders.ts';
import type { Scenario } from '../scenario.ts';

/** Lives of an order, and what it is in the end. */
const LIVES: readonly { steps: readonly FinishStep['step'][]; end: OrderStatus }[] = [
  { steps: ['confirm'], end: 'confirmed' },
  { steps: ['cancel'], end: 'cancelled' },
  { steps: ['open-payment', 'confirm'], end: 'confirmed' },
  { steps: ['open-payment', 'confirm', 'refund'], end: 'refunded' },
  { steps: ['open-payment', 'return-payment', 'cancel'], end: 'cancelled' },
];
/** Longer than the scenario: nothing expires. */
const HOLD_MS = 3_600_000;
const BATCH = 4;

/** Redis dies while orders are confirmed, cancelled and refunded, and who does it tries again. */
export const killedInFinish: Scenario = {
  name: 'killed-in-finish',
  fault: 'Redis is killed while orders are paid, cancelled and refunded',
  promise: 'a repeated step has its effect once',
  run: async (stage) => {
    const count = stage.quick ? 600 : 6000;
    const system = await stage.startSystem({
      capacity: count,
      redisArgs: ['--appendfsync', 'always'],
    });
    await system.startGateway();
    const worker = await system.startWorker();
    const held = await holdOrders(system, { count, holdMs: () => HOLD_MS });
    await worker.stop();
    const lives = new Map(held.ids.map((id) => [id, stage.random.pick(LIVES)]));

    const state = { isDone: false, faults: 0, lastAtMs: performance.now() };
    const killing = (async () => {
      while (!state.isDone) {
        await delay(stage.random.integer(5, 60));
        await system.redis.kill('SIGKILL');
        state.faults += 1;
        await system.redis.restart();
        state.lastAtMs = performance.now();
      }
    })();
    try {
      await Promise.all(
        [0, 1, 2].map((part) => {
          const own = [...lives].filter((_, i) => i % 3 === part);
          return live(held, own);
        }),
      );
    } finally {
      state.isDone = true;
      await killing;
    }
    const secondsToNormal = (performance.now() - state.lastAtMs) / 1000;
    const orders = await eventually(
      () => readOrders(held).catch(() => []),
      (found) => found.length === count,
    );
    const wrong = orders.filter(({ id, status }) => status !== lives.get(id)?.end);
    return {
      faults: state.faults,
      check: await checkHeldOrders(system, held),
      secondsToNormal,
      broken: wrong.slice(0, 5).map(({ id, status }) => {
        return `an order is ${status} and not ${lives.get(id)?.end}`;
      }),
    };
  },
};

// Takes all steps of these orders, one after another, each until it is answered.
async function live(
  { ledger }: HeldOrders,
  lives: readonly (readonly [string, (typeof LIVES)[number]])[],
): Promise<void> {
  const longest = Math.max(...LIVES.map(({ steps }) => steps.length));
  for (let turn = 0; turn < longest; turn++) {
    const steps = lives.flatMap(([orderId, life]) => {
      const step = life.steps[turn];
      return step === undefined ? [] : [stepOf(orderId, step)];
    });
    for (let i = 0; i < steps.length; i += BATCH) {
      const batch = steps.slice(i, i + BATCH);
      await eventually(
        () =>
          finishOrders(ledger, 0, batch).then(
            () => true,
            () => false,
          ),
        (isAnswered) => isAnswered,
      );
    }
  }
}

function stepOf(orderId: string, step: FinishStep['step']): FinishStep {
  const cause = `test-${step}`;
  switch (step) {
    case 'open-payment':
      return { orderId, step, giveUpMs: HOLD_MS };
    case 'confirm':
    case 'cancel':
    case 'refund':
      return { orderId, step, cause };
    case 'return-payment':
      return { orderId, step };
    default:
      throw new RangeError(`no order takes the step ${step} here`);
  }
}
