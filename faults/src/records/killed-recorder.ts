import type { Scenario } from '../scenario.ts';
import { checkRecordedSale, judgeRecords } from './judge-records.ts';
import { killRecorders, type Recorders, startRecorders } from './kill-recorders.ts';
import { startLives } from './order-lives.ts';
import { type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** Recorders die at every step, and what they have recorded is compared with all that happened. */
export const killedRecorder: Scenario = {
  name: 'records-killed-recorder',
  fault: 'recorders are killed, replies cut, and the log is read again from zero',
  promise: 'each change is recorded once, and leaves one job',
  run: async (stage) => {
    const sale = await startRecordedSale(stage);
    const [recorders] = await Promise.all([
      startRecorders(stage, sale),
      ...[sale.system.startGateway(), sale.system.startWorker()],
    ]);
    const lives = startLives(sale.ledger, stage);
    const times = stage.quick ? 2 : 50;
    for (let turn = 0; turn < times; turn++) {
      const what = await killRecorders(stage, recorders);
      stage.say(`${turn + 1} of ${times}: ${what}, ${lives.orders.size} orders so far`);
      // Whatever was read before: nothing of it is recorded twice.
      if (turn % 8 === 1) await readAgainFromZero(sale);
    }
    if (!stage.quick) await hangWithLocks(sale, recorders);
    recorders.redis.setCondition('clear');
    const sinceMs = performance.now();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    await lives.stop();
    await sale.untilRecorded();
    const broken = await judgeRecords(sale);
    await readAgainFromZero(sale);
    await sale.untilRecorded();
    const again = [...(await judgeRecords(sale)), ...(await sale.verify())];
    return {
      faults: times,
      check: await checkRecordedSale(sale, lives.orders.keys()),
      secondsToNormal,
      broken: [
        ...recorders.parts.flatMap(({ crashes }) => crashes),
        ...broken,
        ...again.map((sentence) => `once more from zero: ${sentence}`),
      ],
    };
  },
};

/** One of them hangs in the middle of its turns: the other must get the shards in time. */
async function hangWithLocks(sale: RecordedSale, { parts }: Recorders): Promise<void> {
  const far = parts.at(-1);
  far?.signal('SIGSTOP');
  await sale.untilRecorded();
  far?.signal('SIGCONT');
  await sale.untilRecorded();
}

/** As an admin does who mistrusts the tables: the log is read again from its start. */
async function readAgainFromZero({ postgres }: RecordedSale): Promise<void> {
  await postgres.query(`update records.shards set position = '0-0'`);
}
