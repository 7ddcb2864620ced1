import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureWorkerGroup } from '@onsale/ledger';
import { migrateRecords, openJobs, openRecords, queueMails, URGENCY } from '@onsale/records';
import {
  startMailServer,
  startPostgres,
  startService,
  type TestMailServer,
  type TestPostgres,
  type TestRedis,
} from '@onsale/testing';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { measureBeside } from './measure/beside-sale.ts';
import { startBenchRedis, startReady } from './measure/onsale.ts';
import { perCpuS, readProcessCpuS } from './measure/process-cpu.ts';
import { absolute } from './measure/rounds.ts';

/** Mails of a round, for each order of a backlog. */
const SHARE = 1 / 120;

/**
 * How many tickets delivery mails for each second of CPU, each as PDF, to a server that takes all at once; and what a
 * sale notices of it.
 */
export const mails: Benchmark = {
  name: 'mails',
  about:
    'tickets that are mailed, for each second of CPU, and p99 of placing with delivery beside it',
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
    const beside = await measureSale(redis, scale, environment);
    await Promise.all([
      redis.stop(),
      postgres.stop(),
      server.stop(),
      rm(folder, { recursive: true }),
    ]);
    const what = `mailing ${count} orders of two tickets`;
    const note = 'text, HTML, PDF and calendar; each noted in PostgreSQL, synced to the disk';
    return [
      absolute({ what, unit: 'mails/CPU s', ours: figures.slice(1), goal: undefined, note }),
      beside,
    ];
  },
};

/** At the pace of a deployment that nobody has told another: what is planned for each order is what counts here. */
async function measureSale(
  redis: TestRedis,
  scale: Scale,
  environment: Record<string, string>,
): Promise<Row> {
  const { MAILS_PER_S: _, ...paced } = environment;
  const { REDIS_URL = '', DATABASE_URL = '' } = environment;
  return await measureBeside(redis, scale, {
    what: 'they are recorded and mailed',
    against: 'recorder and delivery',
    note: 'which share two cores with all else; 10 mails/s, the default',
    start: async () => {
      const recorder = startService('recorder', { REDIS_URL, DATABASE_URL }, { unread: true });
      const delivery = await startReady('delivery', { core: 'rest', environment: paced });
      return async () => {
        await Promise.all([recorder.stop(), delivery.stop()]);
      };
    },
  });
}

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
