import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWorkerGroup } from '@onsale/ledger';
import { migrateRecords, openJobs, openRecords, queueMails, URGENCY } from '@onsale/records';
import {
  startMailServer,
  startPostgres,
  type TestMailServer,
  type TestPostgres,
} from '@onsale/testing';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark } from './measure/benchmark.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { perCpuS, readProcessCpuS } from './measure/process-cpu.ts';
import { absolute } from './measure/rounds.ts';

/** Mails of a round, for each order of a backlog. */
const SHARE = 1 / 120;

/** How many tickets delivery mails for each second of CPU, each as PDF, to a server that takes all at once. */
export const mails: Benchmark = {
  name: 'mails',
  about: 'tickets that are mailed, each order with its PDF, for each second of CPU of delivery',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const [postgres, server, folder] = await Promise.all([
      startPostgres(),
      startMailServer({ headersOnly: true }),
      mkdtemp(join(tmpdir(), 'onsale-mails-')),
    ]);
    const ledger = await openBenchLedger(redis);
    await ensureWorkerGroup(ledger.redis, 0);
    const file = join(folder, 'ticket-keys.json');
    await writeKeyFile(file, addKey([]));
    const environment = {
      ...{ REDIS_URL: redis.url, DATABASE_URL: postgres.url, TICKET_KEYS_FILE: file },
      ...{ SMTP_URL: server.url, MAILS_PER_S: '1000' },
    };
    const count = Math.ceil(scale.backlog * SHARE);
    const ids = await addOrders(ledger, count * (scale.rounds + 1));
    await settleBacklog(ledger, { batch: 64 });
    const db = openRecords({ url: postgres.url, name: 'bench', onError: () => undefined });
    await migrateRecords(db);
    await db.destroy();
    const delivery = await startReady('delivery', { core: 'measured', environment });
    const round = async (number: number) =>
      await mail(
        { postgres, server, pid: delivery.pid },
        ids.slice(number * count, (number + 1) * count),
      );
    // The first warms up.
    const figures: number[] = [];
    for (let number = 0; number <= scale.rounds; number++) figures.push(await round(number));
    await delivery.stop();
    await Promise.all([
      redis.stop(),
      postgres.stop(),
      server.stop(),
      rm(folder, { recursive: true }),
    ]);
    const what = `mailing ${count} orders of two tickets`;
    const note = 'text, HTML, PDF and calendar; each noted in PostgreSQL, synced to the disk';
    return [absolute({ what, unit: 'mails/CPU s', ours: figures.slice(1), goal: undefined, note })];
  },
};

/** Queues these mails as the planner does; answers how many arrive for each second of CPU. */
async function mail(
  { postgres, server, pid }: { postgres: TestPostgres; server: TestMailServer; pid: number },
  orderIds: readonly string[],
): Promise<number> {
  const db = openRecords({ url: postgres.url, name: 'bench', onError: () => undefined });
  const jobs = await openJobs(db, () => undefined);
  await db.transaction().execute((tx) =>
    queueMails(
      { tx, jobs },
      orderIds.map((orderId) => ({
        ...{ key: `confirmed:${orderId}`, kind: 'confirmed' as const, orderId },
        ...{ eventId: 'bench-event', address: `${orderId}@example.org`, urgency: URGENCY.order },
      })),
    ),
  );
  const before = server.mails.length;
  const cpuS = readProcessCpuS(pid);
  await server.received(() => server.mails.length >= before + orderIds.length);
  const usedS = readProcessCpuS(pid) - cpuS;
  await jobs.stop({ graceful: false });
  await db.destroy();
  return perCpuS(orderIds.length, usedS);
}
