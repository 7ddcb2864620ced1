import { setTimeout as delay } from 'node:timers/promises';
import { comparePositions } from '@onsale/ledger';
import type { TestPostgres } from '@onsale/testing';
import type { Scenario } from '../scenario.ts';
import { checkRecordedSale, judgeRecords } from './judge-records.ts';
import { startLives } from './order-lives.ts';
import { startRecordedSale } from './recorded-sale.ts';

/** PostgreSQL dies while it writes, and opens again with everything that it had committed. */
export const killedPostgres: Scenario = {
  name: 'records-killed-postgres',
  fault: 'PostgreSQL is killed in the middle of its writes',
  promise: 'nothing is recorded twice, or missing',
  run: async (stage) => {
    const sale = await startRecordedSale(stage);
    const { postgres } = sale;
    const recorders = [await sale.prepareRecorder()];
    if (!stage.quick) recorders.push(await sale.prepareRecorder());
    await Promise.all([
      ...[sale.system.startGateway(), sale.system.startWorker()],
      ...recorders.map((recorder) => recorder.restart()),
    ]);
    const lives = startLives(sale.ledger, stage);
    const times = stage.quick ? 2 : 20;
    const broken: string[] = [];
    let sinceMs = performance.now();
    for (let turn = 0; turn < times; turn++) {
      await delay(stage.random.integer(200, stage.quick ? 800 : 2000));
      const committed = await readProgress(postgres);
      await postgres.kill('SIGKILL');
      await delay(stage.random.integer(0, 500));
      sinceMs = performance.now();
      await postgres.restart();
      broken.push(...findLoss(committed, await readProgress(postgres)));
      stage.say(`${turn + 1} of ${times}: ${committed.changes} changes were recorded`);
    }
    await lives.stop();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    broken.push(...(await judgeRecords(sale)), ...(await sale.verify()));
    broken.push(...recorders.flatMap(({ crashes }) => crashes));
    const check = await checkRecordedSale(sale, lives.orders.keys());
    return { faults: times, check, secondsToNormal, broken };
  },
};

interface Progress {
  changes: number;
  jobs: number;
  positions: ReadonlyMap<number, string>;
}

// What a query has seen was committed before.
async function readProgress(postgres: TestPostgres): Promise<Progress> {
  const [counts] = await postgres.query<{ changes: number; jobs: number }>(
    `select (select count(*)::int from records.changes) as changes,
      (select count(*)::int from jobs.job) as jobs`,
  );
  const shards = await postgres.query<{ shard: number; position: string }>(
    'select shard, position from records.shards',
  );
  const positions = new Map(shards.map(({ shard, position }) => [shard, position]));
  return { changes: counts?.changes ?? 0, jobs: counts?.jobs ?? 0, positions };
}

function findLoss(before: Progress, after: Progress): string[] {
  const lost: string[] = [];
  if (after.changes < before.changes)
    lost.push(`${before.changes - after.changes} changes are gone`);
  if (after.jobs < before.jobs) lost.push(`${before.jobs - after.jobs} jobs are gone`);
  for (const [shard, position] of before.positions) {
    const now = after.positions.get(shard) ?? '0-0';
    if (comparePositions(now, position) < 0) lost.push(`shard ${shard} went back to ${now}`);
  }
  return lost;
}
