import { orderStreamKey, WORKER_GROUP } from '@onsale/ledger';
import { checkSale, eventually, startCrowd } from '@onsale/testing';
import type { Story } from '../story.ts';
import { untilNormal } from '../until-normal.ts';

/** A worker is stopped with entries in its hands, for longer than others wait, and comes back. */
export const stoppedWorker: Story = {
  name: 'stopped-worker',
  fault: 'SIGSTOP of a worker past the claim time, then SIGCONT',
  promise: 'another worker settles what it held, and it settles none of it again',
  async run({ quick, say, startSystem }) {
    const system = await startSystem({ capacity: 1_000_000 });
    const gateway = await system.startGateway();
    await system.startWorker();
    const crowd = startCrowd({ addresses: () => [gateway.address], buyers: 20, pauseMs: 5 });
    const faults = quick ? 1 : 5;
    let sinceMs = performance.now();
    for (let i = 0; i < faults; i++) {
      const name = `sleeper-${i}`;
      const sleeper = await system.startWorker({ INSTANCE: name });
      const owned = async () => {
        const command = ['XPENDING', orderStreamKey(0), WORKER_GROUP, '-', '+', '1000', name];
        return ((await system.redis.command(...command)) as unknown[]).length;
      };
      // Stopped and looked at, until it sleeps with something in its hands.
      const held = await eventually(
        async () => {
          sleeper.signal('SIGSTOP');
          const count = await owned();
          if (count === 0) sleeper.signal('SIGCONT');
          return count;
        },
        (count) => count > 0,
      );
      say(`${i + 1} of ${faults}: a worker sleeps with ${held} entries`);
      await eventually(owned, (count) => count === 0);
      sinceMs = performance.now();
      sleeper.signal('SIGCONT');
    }
    const probe = { sinceMs, orders: crowd.sale.orders };
    const secondsToNormal = await untilNormal(system, [gateway.address], probe);
    return { faults, check: await checkSale(system, await crowd.stop()), secondsToNormal };
  },
};
