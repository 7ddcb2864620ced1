import { setTimeout as delay } from 'node:timers/promises';
import { checkSale, type RunningService, startCrowd } from '@onsale/testing';
import type { Story } from '../story.ts';
import { untilNormal } from '../until-normal.ts';

/** Two of each live at every moment, so that the sale goes on. */
const LIVING = 2;

/** Gateways and workers die at random moments, and new ones take their places. */
export const killedProcesses: Story = {
  name: 'killed-processes',
  fault: 'SIGKILL of gateways and workers at random moments',
  promise: 'every order answered 201 is settled once; a repeated request doubles none',
  async run({ random, quick, say, startSystem }) {
    const system = await startSystem({ capacity: 1_000_000 });
    const start = {
      gateway: () => system.startGateway(),
      'order-worker': () => system.startWorker(),
    };
    const living: RunningService[] = [];
    for (let i = 0; i < LIVING; i++) {
      living.push(await start.gateway(), await start['order-worker']());
    }
    const gateways = () =>
      living.filter(({ service }) => service === 'gateway').map(({ address }) => address);
    const crowd = startCrowd({ addresses: gateways, buyers: 40, pauseMs: 20 });
    const faults = quick ? 6 : 50;
    for (let i = 0; i < faults; i++) {
      await delay(random.integer(0, quick ? 100 : 300));
      const victim = random.pick(living);
      say(
        `${i + 1} of ${faults}: SIGKILL of a ${victim.service}, ${crowd.sale.orders.size} orders so far`,
      );
      // The crowd learns of the death as clients do: by a broken connection.
      victim.signal('SIGKILL');
      await victim.exited;
      const heir = await start[victim.service as keyof typeof start]();
      living.splice(living.indexOf(victim), 1, heir);
    }
    const sinceMs = performance.now();
    const secondsToNormal = await untilNormal(system, gateways(), {
      sinceMs,
      orders: crowd.sale.orders,
    });
    const check = await checkSale(system, await crowd.stop());
    return { faults, check, secondsToNormal };
  },
};
