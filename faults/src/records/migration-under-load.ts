import { setTimeout as delay } from 'node:timers/promises';
import type { Part } from '../part.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { checkRecordedSale, judgeState } from './judge-records.ts';
import { makeNextVersion } from './next-version.ts';
import { startLives } from './order-lives.ts';
import { type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** The sale that is recorded from now on, and then by two versions at a time, never stops. */
export const migrationUnderLoad: Scenario = {
  name: 'records-migration',
  fault: 'the schema is made and migrated during a sale, by two at once',
  promise: 'older processes go on beside the newer schema',
  run: async (stage) => {
    const sale = await startRecordedSale(stage, { hasWitness: false, isInstalled: false });
    await Promise.all([sale.system.startGateway(), sale.system.startWorker()]);
    const lives = startLives(sale.ledger, stage);
    const broken: string[] = [];
    // These wait for the schema.
    const recorders = [await sale.prepareRecorder()];
    if (!stage.quick) recorders.push(await sale.prepareRecorder());
    const ready = Promise.all(recorders.map((recorder) => recorder.restart()));
    await delay(stage.random.integer(300, 1500));
    broken.push(...(await install(sale, { times: stage.quick ? 1 : 2 })));
    await ready;
    const times = stage.quick ? 1 : 8;
    for (let turn = 1; turn <= times; turn++) {
      broken.push(...(await upgrade(stage, sale, { recorders, turn })));
      stage.say(`${turn} of ${times}: ${lives.orders.size} orders so far`);
    }
    await lives.stop();
    const sinceMs = performance.now();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    broken.push(...(await judgeState(sale)), ...(await sale.verify()));
    broken.push(...recorders.flatMap(({ crashes }) => crashes));
    const check = await checkRecordedSale(sale, lives.orders.keys());
    return { faults: times, check, secondsToNormal, broken };
  },
};

// One recorder is of the next version, which waits for its schema; then that is made, by two at once.
async function upgrade(
  stage: Stage,
  sale: RecordedSale,
  { recorders, turn }: { recorders: Part[]; turn: number },
): Promise<string[]> {
  const next = await makeNextVersion(turn);
  stage.onEnd(() => next.remove());
  const newer = await sale.prepareRecorder({}, next.root);
  const ready = newer.restart();
  await delay(stage.random.integer(100, 800));
  const broken = await install(sale, { times: 2, root: next.root });
  await ready;
  const older = recorders.shift();
  recorders.push(newer);
  // All three record together; the oldest one dies last.
  await delay(stage.random.integer(500, 1500));
  await older?.kill();
  const again = await sale.install();
  if (!again.text.includes('newer version')) {
    broken.push(`the version before did not leave the schema alone: ${again.text}`);
  }
  return broken;
}

// At once, so many times.
async function install(
  sale: RecordedSale,
  { times, root }: { times: number; root?: string },
): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: times }, () => sale.install(root)));
  return answers
    .filter(({ code }) => code !== 0)
    .map(({ code, text }) => `records install ended with ${code}: ${text}`);
}
