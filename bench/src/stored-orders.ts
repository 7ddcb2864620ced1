import type { TestRedis } from '@onsale/testing';
import { addOrders, openBenchLedger } from './measure/backlog.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { timeDrain, waitUntilSettled } from './measure/drain.ts';
import {
  CONNECTIONS,
  type LoadDriver,
  requestsPerS,
  startLoadDriver,
} from './measure/load-driver.ts';
import { startBenchRedis, startPinned, startReady } from './measure/onsale.ts';
import { orderRequests } from './measure/order-requests.ts';
import { compare, interleave } from './measure/rounds.ts';

const FEW_ORDERS = 1000;

/** Whether a sale gets slower as it goes on: a million settled orders stored against a thousand. */
export const storedOrders: Benchmark = {
  name: 'stored-orders',
  about: 'settling and placing with a million orders stored against a thousand',
  run: async (scale) => {
    const many = await startBenchRedis();
    const few = await startBenchRedis();
    const driver = await startLoadDriver();
    const manyOrders = await prepare(many, scale.manyOrders);
    const fewOrders = await prepare(few, FEW_ORDERS);
    try {
      const settling = await interleave(scale.rounds, {
        theirs: () => fewOrders.settle(scale.backlog),
        ours: () => manyOrders.settle(scale.backlog),
      });
      const placing = await interleave(scale.rounds, {
        theirs: await fewOrders.placing(driver, scale.warmUpMs, scale.roundMs),
        ours: await manyOrders.placing(driver, scale.warmUpMs, scale.roundMs),
      });
      const stored = scale.manyOrders.toLocaleString('en');
      const against = `with ${FEW_ORDERS.toLocaleString('en')}`;
      const goal = { atLeast: 0.95 };
      const unit = 'orders/s';
      const note = 'what a round adds stays stored in both, so the rounds are short';
      return [
        compare({
          what: `settling with ${stored} orders stored`,
          against,
          unit,
          ...settling,
          goal,
          note,
        }),
        compare({ what: `placing with ${stored} orders stored`, against, unit, ...placing, goal }),
      ];
    } finally {
      await driver.stop();
      await Promise.all([manyOrders.stop(), fewOrders.stop()]);
      await Promise.all([many.stop(), few.stop()]);
    }
  },
};

async function prepare(redis: TestRedis, stored: number) {
  const ledger = await openBenchLedger(redis);
  const options = { core: 'measured', environment: { REDIS_URL: redis.url } } as const;
  const settle = async (orders: number) => {
    await addOrders(ledger, orders);
    const worker = startPinned('order-worker', { ...options, unread: true });
    const rate = await timeDrain(redis, orders);
    await worker.stop();
    return rate;
  };
  await addOrders(ledger, stored);
  const first = startPinned('order-worker', { ...options, unread: true });
  await waitUntilSettled(redis);
  await first.stop();
  const gateway = await startReady('gateway', options);
  return {
    settle: (backlog: number) => settle(Math.ceil(backlog / 3)),
    stop: () => gateway.stop(),
    placing: async (driver: LoadDriver, warmUpMs: number, roundMs: number) => {
      const load = {
        url: gateway.address,
        requests: orderRequests({ withKey: false }),
        expect: 201,
      };
      await driver.run({ ...load, connections: CONNECTIONS, durationMs: warmUpMs });
      return requestsPerS(driver, load, { roundMs });
    },
  };
}
