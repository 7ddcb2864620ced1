import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { bucketIndexKey, finishOrders } from '@onsale/ledger';
import {
  endWithUs,
  EVENT_STARTS_AT,
  eventually,
  type SaleCheck,
  startTcpProxy,
  type System,
} from '@onsale/testing';
import { makeFakeClock } from '../fake-clock.ts';
import { type HeldOrders, holdOrders } from '../held-orders.ts';
import type { Scenario, Stage } from '../scenario.ts';

const ADMIN = fileURLToPath(new URL('../../../admin/src/main.ts', import.meta.url));
/** Longer than orders are kept after their event. */
const KEPT_MS = 366 * 86_400_000;
const HOLD_MS = 3_600_000;

/** Orders leave Redis for files while whoever moves them, Redis and the network fail. */
export const interruptedArchive: Scenario = {
  name: 'interrupted-archive',
  fault: 'the archive and Redis are killed, and connections cut, at any point',
  promise: 'each order is in Redis or in a file, and counted once',
  run: async (stage) => {
    const clock = await makeFakeClock();
    stage.onEnd(() => clock.remove());
    const folder = await mkdtemp(join(tmpdir(), 'onsale-archive-'));
    stage.onEnd(() => rm(folder, { recursive: true }));
    const count = stage.quick ? 2000 : 20_000;
    const system = await stage.startSystem({
      capacity: count,
      redisArgs: ['--appendfsync', 'always'],
      redisEnvironment: clock.redisEnvironment,
    });
    const services = [await system.startGateway(), await system.startWorker()];
    const held = await holdOrders(system, { count, holdMs: () => HOLD_MS });
    const sold = await endAll(stage, held);
    await Promise.all(services.map((service) => service.stop()));
    await clock.jumpTo((Date.parse(EVENT_STARTS_AT) + KEPT_MS - Date.now()) / 1000);

    const proxy = await startTcpProxy(system.redis.url.slice('unix://'.length));
    stage.onEnd(() => proxy.close());
    const times = stage.quick ? 4 : 20;
    for (let turn = 0; turn < times; turn++) {
      const archive = startArchive(folder, proxy.url);
      const ended = once(archive, 'exit');
      // Sometimes at any moment, but mostly when the first orders are in a file and about to leave.
      if (turn % 4 === 3) await delay(stage.random.integer(200, 1000));
      else await Promise.race([untilNextFile(folder), ended]);
      proxy.setCondition('slow');
      await Promise.race([delay(stage.random.integer(0, stage.quick ? 400 : 1000)), ended]);
      const victim = stage.random.pick(['archive', 'redis', 'network']);
      if (victim === 'network') {
        proxy.cutReplies();
        await Promise.race([delay(stage.random.integer(100, 1000)), ended]);
      }
      if (victim === 'redis') await system.redis.kill('SIGKILL');
      archive.kill('SIGKILL');
      await ended;
      proxy.setCondition('clear');
      if (victim === 'redis') await system.redis.restart();
      const left = await eventually(
        () => countLeft(system).catch(() => -1),
        (n) => n >= 0,
      );
      stage.say(`${turn + 1} of ${times}: ${victim}, ${left} orders are left`);
    }
    const beganAtMs = performance.now();
    const last = startArchive(folder, proxy.url);
    const [code] = (await once(last, 'exit')) as [number | null];
    const secondsToNormal = (performance.now() - beganAtMs) / 1000;
    const check = await checkArchived(system, { folder, sold });
    const broken = code === 0 ? [] : [`the last archive ended with ${code}`];
    return { faults: times, check: { ...check, orders: count }, secondsToNormal, broken };
  },
};

// Gives each order an end; returns those with tickets or money, which must be in a file.
async function endAll(stage: Stage, { ledger, ids }: HeldOrders): Promise<Set<string>> {
  const sold = new Set<string>();
  for (let i = 0; i < ids.length; i += 500) {
    const steps = ids.slice(i, i + 500).flatMap((orderId) => {
      const end = stage.random.pick(['confirm', 'confirm', 'cancel', 'refund'] as const);
      if (end !== 'cancel') sold.add(orderId);
      const first = end === 'refund' ? 'confirm' : end;
      return [first, ...(end === 'refund' ? [end] : [])].map((step) => ({
        ...{ orderId, step, cause: `test-${step}` },
      }));
    });
    const finishes = await finishOrders(ledger, 0, steps);
    const wrong = finishes.find((finish) => finish !== 'done');
    if (wrong !== undefined) throw new Error(`a step was answered ${JSON.stringify(wrong)}`);
  }
  return sold;
}

async function untilNextFile(folder: string): Promise<void> {
  const countFiles = async () =>
    (await readdir(folder)).filter((name) => name.endsWith('.ndjson.gz')).length;
  const before = await countFiles();
  await eventually(countFiles, (files) => files > before);
}

// By the buckets, as the counts include what is archived.
async function countLeft({ redis }: System): Promise<number> {
  const buckets = (await redis.command('ZRANGE', bucketIndexKey(0), '0', '-1')) as string[];
  const sizes = buckets.map(async (bucket) => Number(await redis.command('HLEN', bucket)));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function startArchive(folder: string, url: string): ChildProcess {
  const archive = spawn(process.execPath, [ADMIN, 'archive', '--to', folder], {
    env: { REDIS_URL: url },
    stdio: 'ignore',
  });
  endWithUs(archive);
  return archive;
}

async function checkArchived(
  system: System,
  { folder, sold }: { folder: string; sold: ReadonlySet<string> },
): Promise<SaleCheck> {
  const stored = new Set<string>();
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.ndjson.gz')) continue;
    const text = gunzipSync(await readFile(join(folder, name))).toString('utf8');
    for (const line of text.split('\n').slice(0, -1)) {
      stored.add((JSON.parse(line) as { orderId: string }).orderId);
    }
  }
  const report = await system.auditWhenSettled();
  const left = report.orders.total;
  return {
    orders: sold.size,
    lost: [...sold].filter((id) => !stored.has(id)).length,
    doubled: [...stored].filter((id) => !sold.has(id)).length,
    oversold: 0,
    confirmed: report.orders.confirmed,
    rejected: report.orders.rejected,
    problems: [...report.problems, ...(left === 0 ? [] : [`${left} orders did not leave Redis`])],
  };
}
