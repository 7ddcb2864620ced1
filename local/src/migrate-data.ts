import { setTimeout as delay } from 'node:timers/promises';
import { DATA_FORMAT, readDataFormat, readShards } from '@onsale/ledger';
import { migrateData } from '@onsale/ledger/migrate-data';
import {
  connectRedis,
  createLogger,
  isPassing,
  progressLine,
  type RedisConnection,
} from '@onsale/service-runtime';
import { say } from './terminal.ts';

/** Between two questions while Redis reads its files. */
const RETRY_DELAY_MS = 100;

/**
 * Brings what an older version has stored into the present format, before any service uses it. Only
 * for a Redis that nobody else can have.
 */
export async function migrateOwnData(redisUrl: string): Promise<void> {
  const logger = createLogger({ service: 'local', instance: 'local', level: 'silent' });
  const config = { REDIS_URL: redisUrl, REDIS_HOST: '', REDIS_PORT: 0 };
  const redis = await connectRedis(config, { logger, name: 'local' });
  try {
    if (!(await isOld(redis))) return;
    say('the data is that of an older version: its orders are moved');
    const progress = progressLine();
    let orders = 0;
    for await (const moved of migrateData(redis)) {
      orders = moved;
      progress.show(`${orders.toLocaleString('en')} orders moved`);
    }
    progress.end();
    say(`${orders} ${orders === 1 ? 'order was' : 'orders were'} moved`);
  } finally {
    await redis.close();
  }
}

async function isOld(redis: RedisConnection): Promise<boolean> {
  for (;;) {
    try {
      return (await readShards(redis)) !== undefined && (await readDataFormat(redis)) < DATA_FORMAT;
    } catch (error) {
      if (!isPassing(error)) throw error;
      await delay(RETRY_DELAY_MS);
    }
  }
}
