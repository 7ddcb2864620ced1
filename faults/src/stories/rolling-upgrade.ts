import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DATA_FORMAT } from '@onsale/ledger';
import { type Checkout, checkOut } from '../checkout.ts';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Story } from '../story.ts';

/** Processes of the previous commit and of this one share the data and replace each other. */
export const rollingUpgrade: Story = {
  name: 'rolling-upgrade',
  fault: 'processes of the previous commit and of this one, replaced one by one, up and down',
  promise: 'both settle the orders of both; no order is lost or doubled',
  run: async (stage) => {
    const previous = await checkOutPrevious();
    stage.onEnd(() => previous.remove());
    stage.say(`the previous commit is ${previous.commit}`);
    return await saleUnderAttack(stage, {
      gateways: 2,
      workers: 2,
      pauseMs: 20,
      times: stage.quick ? 4 : 16,
      once: async ({ system, gateways, workers }, turn) => {
        await delay(stage.random.integer(50, 300));
        // Two turns replace all by the previous commit, the next two bring this one back.
        const root = turn % 4 < 2 ? { root: previous.root } : {};
        const [gateway, worker] = [gateways.shift(), workers.shift()];
        gateways.push(await system.startGateway({}, root));
        workers.push(await system.startWorker({}, root));
        await Promise.all([gateway?.stop(), worker?.stop()]);
      },
    });
  },
};

// Versions of another data format never share data. Where the last commit has changed it, the story
// is told with that commit in both parts.
async function checkOutPrevious(): Promise<Checkout> {
  const previous = await checkOut('HEAD~1');
  const file = join(previous.root, 'packages/ledger/src/data-format.ts');
  const source = await readFile(file, 'utf8').catch(() => '');
  if (source.includes(`DATA_FORMAT = ${DATA_FORMAT};`)) return previous;
  await previous.remove();
  return await checkOut('HEAD');
}
