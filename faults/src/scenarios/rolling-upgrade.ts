import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DATA_FORMAT } from '@onsale/ledger';
import { type CommitCheckout, checkOut } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** Processes of the previous commit and of this one share the data and replace each other. */
export const rollingUpgrade: Scenario = {
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
        // Two rounds replace all with the previous commit, the next two bring this one back.
        const root = turn % 4 < 2 ? { root: previous.root } : {};
        const [gateway, worker] = [gateways.shift(), workers.shift()];
        gateways.push(await system.startGateway({}, root));
        workers.push(await system.startWorker({}, root));
        await Promise.all([gateway?.stop(), worker?.stop()]);
      },
    });
  },
};

// Versions with different data formats never share data. If the last commit changed the format,
// both sides run this commit.
async function checkOutPrevious(): Promise<CommitCheckout> {
  const previous = await checkOut('HEAD~1');
  const file = join(previous.root, 'packages/ledger/src/data-format.ts');
  const source = await readFile(file, 'utf8').catch(() => '');
  if (source.includes(`DATA_FORMAT = ${DATA_FORMAT};`)) return previous;
  await previous.remove();
  return await checkOut('HEAD');
}
