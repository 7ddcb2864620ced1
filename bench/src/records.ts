import { setTimeout as delay } from 'node:timers/promises';
import { ensureWorkerGroup, type Ledger, orderLogKey, registerReader } from '@onsale/ledger';
import { migrateRecords, openRecords, RECORDER } from '@onsale/records';
import {
  type ServiceProcess,
  startPostgres,
  startService,
  type TestPostgres,
  type TestRedis,
} from '@onsale/testing';
import { addOrders, openBenchLedger, settleBacklog } from './measure/backlog.ts';
import type { Benchmark, Row, Scale } from './measure/benchmark.ts';
import { measureBeside } from './measure/beside-sale.ts';
import { startBenchRedis } from './measure/onsale.ts';
import { absolute } from './measure/rounds.ts';

/** How often it is looked whether the log is recorded. */
const LOOK_EVERY_MS = 10;
/** As a busy worker settles them. */
const SETTLED_TOGETHER = 64;

/** How fast the recorder is, and what a sale notices of it. PostgreSQL syncs to the disk, as always. */
export const records: Benchmark = {
  name: 'records',
  about: 'orders recorded in PostgreSQL, and p99 of placing with the recorder beside it',
  run: async (scale) => {
    const redis = await startBenchRedis(scale);
    const postgres = await startPostgres();
    try {
      const shop = await openShop(redis, postgres);
      const rate = await measureRecording(shop, scale);
      return [rate, await measureSale(shop, scale)];
    } finally {
      await Promise.all([redis.stop(), postgres.stop()]);
    }
  },
};

interface Shop {
  redis: TestRedis;
  ledger: Ledger;
  startRecorder(): ServiceProcess;
  /** Resolves once everything that was logged is recorded. */
  recorded(): Promise<void>;
}

async function openShop(redis: TestRedis, postgres: TestPostgres): Promise<Shop> {
  const db = openRecords({ url: postgres.url, name: 'bench', onError: () => undefined });
  await migrateRecords(db);
  await db.destroy();
  const ledger = await openBenchLedger(redis);
  await ensureWorkerGroup(ledger.redis, 0);
  const environment = { REDIS_URL: redis.url, DATABASE_URL: postgres.url };
  const isBehind = async () => Number(await redis.command('XLEN', orderLogKey(0))) > 0;
  const shop: Shop = {
    ...{ redis, ledger },
    startRecorder: () => startService('recorder', environment, { unread: true }),
    recorded: async () => {
      while (await isBehind()) await delay(LOOK_EVERY_MS);
    },
  };
  // Its first turns are another question: there is nothing to backfill.
  await registerReader(ledger, RECORDER);
  await warmUp(shop);
  return shop;
}

async function warmUp(shop: Shop): Promise<void> {
  await sell(shop, 1000);
  const recorder = shop.startRecorder();
  await shop.recorded();
  await recorder.stop();
}

async function sell({ ledger }: Shop, orders: number): Promise<void> {
  await addOrders(ledger, orders);
  await settleBacklog(ledger, { batch: SETTLED_TOGETHER });
}

// From the first turn to the last, so without the start of the process.
async function measureRecording(shop: Shop, { rounds, backlog }: Scale): Promise<Row> {
  const orders = Math.ceil(backlog / 6);
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await sell(shop, orders);
    const all = Number(await shop.redis.command('XLEN', orderLogKey(0)));
    const left = async () => Number(await shop.redis.command('XLEN', orderLogKey(0)));
    const recorder = shop.startRecorder();
    let first = all;
    while (first === all) {
      await delay(1);
      first = await left();
    }
    const startMs = performance.now();
    await shop.recorded();
    const seconds = (performance.now() - startMs) / 1000;
    ours.push((orders * first) / all / seconds);
    await recorder.stop();
  }
  return absolute({
    what: `recording ${orders.toLocaleString('en')} confirmed orders of two tickets, one recorder`,
    unit: 'orders/s',
    ours,
    goal: { atLeast: 2000 },
    note: 'rows, changes and jobs, each turn synced to the disk',
  });
}

async function measureSale(shop: Shop, scale: Scale): Promise<Row> {
  return await measureBeside(shop.redis, scale, {
    what: 'they are recorded',
    against: 'the recorder',
    note: 'recorder and PostgreSQL share two cores with all else',
    start: async () => {
      const recorder = shop.startRecorder();
      // It begins with what it has missed.
      await shop.recorded();
      return async () => {
        await shop.recorded();
        await recorder.stop();
      };
    },
  });
}
