import { checkSale, startCrowd } from '@onsale/testing';
import type { Scenario } from '../scenario.ts';
import { untilNormal } from '../until-normal.ts';

/** Orders pile up before the first worker ever starts. */
export const lateWorker: Scenario = {
  name: 'late-worker',
  fault: '100,000 orders wait before the first worker starts',
  promise: 'they are settled in one go',
  run: async (stage) => {
    const system = await stage.startSystem({ capacity: 10_000_000 });
    const gateway = await system.startGateway();
    const wanted = stage.quick ? 1000 : 100_000;
    const crowd = startCrowd({
      addresses: () => [gateway.address],
      buyers: 100,
      isEnough: (sale) => sale.orders.size >= wanted,
    });
    const sale = await crowd.ended;
    stage.say(`${sale.orders.size} orders wait`);
    const sinceMs = performance.now();
    await system.startWorker();
    const { orders } = sale;
    const secondsToNormal = await untilNormal([gateway.address], { sinceMs, orders });
    return { faults: 1, check: await checkSale(system, sale), secondsToNormal };
  },
};
