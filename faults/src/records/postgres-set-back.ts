import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import type { Scenario } from '../scenario.ts';
import { backUpPostgres, restorePostgres } from './backups.ts';
import { checkRecordedSale, judgeState } from './judge-records.ts';
import { startLives } from './order-lives.ts';
import { type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** What the recorder finds is that a part of the order log is gone which PostgreSQL lacks. */
export const postgresSetBack: Scenario = {
  name: 'records-postgres-set-back',
  fault: 'PostgreSQL is restored from an older backup, or the recorder is taken off the order log',
  promise: 'the gap is noticed and recorded from the orders themselves, while the sale goes on',
  run: async (stage) => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-backup-'));
    stage.onEnd(() => rm(folder, { recursive: true }));
    const backup = join(folder, 'postgres');
    // Whoever kept the log would fill the gap.
    const sale = await startRecordedSale(stage, { hasWitness: false });
    const { system, postgres } = sale;
    await system.startGateway();
    await system.startWorker();
    const recorders = [await sale.prepareRecorder(), await sale.prepareRecorder()];
    await Promise.all(recorders.map((recorder) => recorder.restart()));
    const pauseMs = stage.quick ? 20 : 100;
    const lives = startLives(sale.ledger, { random: stage.random, count: 8, pauseMs });
    const times = stage.quick ? 2 : 12;
    const broken: string[] = [];
    let sinceMs = performance.now();
    await sale.untilRecorded();
    for (let turn = 0; turn < times; turn++) {
      await delay(stage.random.integer(100, 1000));
      const isRemoved = turn % 3 === 1;
      const gaps = await readBackfills(sale);
      if (!isRemoved) {
        await backUpPostgres(postgres, backup);
        await untilMoreIsRecorded(sale);
        await delay(stage.random.integer(0, 1000));
      }
      sinceMs = performance.now();
      if (isRemoved) await sale.admin('log', 'remove', 'recorder');
      else await restorePostgres(postgres, backup);
      stage.say(`${turn + 1} of ${times}: ${isRemoved ? 'reader removed' : 'older PostgreSQL'}`);
      await eventually(
        () => readBackfills(sale).catch(() => gaps),
        (now) => now !== gaps && !now.includes('-'),
      );
    }
    await lives.stop();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    broken.push(...(await judgeState(sale)), ...(await sale.verify()));
    broken.push(...recorders.flatMap(({ crashes }) => crashes));
    const check = await checkRecordedSale(sale, lives.orders.keys());
    return { faults: times, check, secondsToNormal, broken };
  },
};

// A word for each shard that was recorded from its orders because of a gap; "-" while it is at it.
async function readBackfills({ postgres }: RecordedSale): Promise<string> {
  const rows = await postgres.query<{ word: string }>(
    `select coalesce(extract(epoch from backfilled_at)::text, '-') as word
      from records.shards where backfill_reason = 'gap' order by shard`,
  );
  return rows.map(({ word }) => word).join(' ');
}

// Until all shards in which something happens are recorded further than now.
async function untilMoreIsRecorded({ postgres }: RecordedSale): Promise<void> {
  const count = async () => {
    const [row] = await postgres.query<{ count: number }>(
      'select count(*)::int as count from records.changes',
    );
    return row?.count ?? 0;
  };
  const before = await count();
  await eventually(
    () => count().catch(() => 0),
    (now) => now > before + 50,
  );
}
