import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import type { Scenario, Stage } from '../scenario.ts';
import { backUpPostgres, backUpRedis, restorePostgres, restoreRedis } from './backups.ts';
import { checkRecordedSale, judgeState, readOrderIds } from './judge-records.ts';
import { type RunningLives, startLives } from './order-lives.ts';
import { type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** What happens to the tables, in turn. */
const LOSSES = ['older', 'removed', 'rebuilt', 'both'] as const;
type Loss = (typeof LOSSES)[number];

/** What the recorder finds is that a part of the order log is gone which PostgreSQL lacks. */
export const postgresSetBack: Scenario = {
  name: 'records-postgres-set-back',
  fault: 'PostgreSQL comes from an older backup, alone or with Redis; a rebuild is killed',
  promise: 'what the tables lack is recorded from the orders themselves',
  run: async (stage) => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-backup-'));
    stage.onEnd(() => rm(folder, { recursive: true }));
    // Whoever kept the log would fill the gap.
    const sale = await startRecordedSale(stage, {
      hasWitness: false,
      redisArgs: ['--appendfsync', 'always'],
    });
    const recorders = [await sale.prepareRecorder()];
    if (!stage.quick) recorders.push(await sale.prepareRecorder());
    await Promise.all([
      ...[sale.system.startGateway(), sale.system.startWorker()],
      ...recorders.map((recorder) => recorder.restart()),
    ]);
    const scene: Scene = { stage, sale, folder, lives: startLives(sale.ledger, stage) };
    const times = stage.quick ? 2 : 12;
    const first = stage.random.integer(0, LOSSES.length - 1);
    let sinceMs = performance.now();
    await sale.untilRecorded();
    for (let turn = 0; turn < times; turn++) {
      await delay(stage.random.integer(100, 1000));
      sinceMs = performance.now();
      const loss = LOSSES[(first + turn) % LOSSES.length] ?? 'older';
      await lose(scene, loss);
      stage.say(`${turn + 1} of ${times}: ${loss}`);
    }
    await scene.lives.stop();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    const broken = [...(await judgeState(sale)), ...(await sale.verify())];
    broken.push(...recorders.flatMap(({ crashes }) => crashes));
    // With both restored, orders are gone, as announced: the others must be there.
    const ids = [...(await readOrderIds(sale.ledger)), ...scene.lives.orders.keys()];
    return { faults: times, check: await checkRecordedSale(sale, ids), secondsToNormal, broken };
  },
};

interface Scene {
  stage: Stage;
  sale: RecordedSale;
  folder: string;
  lives: RunningLives;
}

async function lose(scene: Scene, loss: Loss): Promise<void> {
  const { stage, sale, folder } = scene;
  const gaps = await readBackfills(sale);
  if (loss === 'rebuilt') return await rebuildUnderKills(stage, sale);
  if (loss === 'removed') await sale.admin('log', 'remove', 'recorder');
  else {
    const backup = join(folder, 'postgres');
    await backUpPostgres(sale.postgres, backup);
    await untilMoreIsRecorded(sale);
    if (loss === 'both') return await restoreBoth(scene, backup);
    await restorePostgres(sale.postgres, backup);
  }
  await eventually(
    () => readBackfills(sale).catch(() => gaps),
    (now) => now !== gaps && !now.includes('-'),
  );
}

// As is recommended, the backup of Redis is the later one: then nobody has to decide anything.
async function restoreBoth(scene: Scene, postgresBackup: string): Promise<void> {
  const { stage, sale, folder } = scene;
  const { redis } = sale.system;
  const redisBackup = join(folder, 'redis');
  await backUpRedis(redis, redisBackup);
  await delay(stage.random.integer(100, 1000));
  await scene.lives.stop();
  await sale.postgres.kill('SIGQUIT');
  await restoreRedis(redis, redisBackup);
  await restorePostgres(sale.postgres, postgresBackup);
  await eventually(
    async () => await sale.system.connection.command('', ['PING']).catch(() => 'away'),
    (answer) => answer === 'PONG',
  );
  scene.lives = startLives(sale.ledger, stage);
  await sale.untilRecorded();
}

async function rebuildUnderKills(stage: Stage, sale: RecordedSale): Promise<void> {
  const rebuilding = sale.startAdmin('records', 'rebuild');
  const ended = once(rebuilding, 'exit');
  await Promise.race([delay(stage.random.integer(500, 2000)), ended]);
  rebuilding.kill('SIGKILL');
  await ended;
  const { code, text } = await sale.admin('records', 'rebuild');
  if (code !== 0) throw new Error(`records rebuild ended with ${code}: ${text}`);
}

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
