import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openLedger } from '@onsale/ledger';
import {
  DELIVERY_ROLE,
  migrateRecords,
  openRecords,
  type Records,
  setUpRoles,
} from '@onsale/records';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { connectionOf } from './install-on.ts';
import { startPostgres, type TestPostgres } from './postgres-server.ts';
import { startRedis, type TestRedis } from './redis-server.ts';
import { createRedisUser } from './redis-user.ts';
import { type ServiceProcess, startService } from './service-process.ts';

/** The real delivery, at a Redis and a PostgreSQL of its own unless it was given some. */
export interface TestDelivery {
  url: string;
  redis: TestRedis;
  postgres: TestPostgres;
  /** As the owner of the records. */
  db: Records;
  ledger: Ledger;
  process: ServiceProcess;
  /** Of its own, with its keys and what it mails. */
  folder: string;
  /** What it was started with, for another process of it. */
  environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const PASSWORD = 'password-of-delivery';

/**
 * Starts delivery with a key for tickets, and with `environment`. It may do no more in Redis and in PostgreSQL than
 * it needs. Those that are given, such as those of `startOffice`, are left running when it stops.
 */
export async function startDelivery(
  environment: Record<string, string> = {},
  given: { redis?: TestRedis; postgres?: TestPostgres } = {},
): Promise<TestDelivery> {
  const [redis, postgres, folder] = await Promise.all([
    given.redis ?? startRedis(),
    given.postgres ?? startPostgres(),
    mkdtemp(join(tmpdir(), 'onsale-delivery-')),
  ]);
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await setUpRoles(db, { delivery: PASSWORD });
  const all = {
    ...{ REDIS_URL: redis.url, REDIS_USERNAME: 'delivery', REDIS_PASSWORD: PASSWORD },
    DATABASE_URL: postgres.urlAs(DELIVERY_ROLE, PASSWORD),
    TICKET_KEYS_FILE: join(folder, 'ticket-keys.json'),
    MAIL_DIR: join(folder, 'mail'),
    ...environment,
  };
  await Promise.all([
    migrateRecords(db),
    createRedisUser(redis, { user: 'delivery', password: PASSWORD }),
    writeKeyFile(all.TICKET_KEYS_FILE, addKey([])),
  ]);
  const ledger = await openLedger(connectionOf(redis), 1);
  const process = startService('delivery', all);
  const url = await process.ready();
  await process.logged(({ msg }) => msg === 'delivery is open');
  return {
    ...{ url, redis, postgres, db, ledger, process, folder, environment: all },
    async stop() {
      await process.stop();
      await db.destroy();
      await Promise.all([
        ...(given.redis === undefined ? [redis.stop()] : []),
        ...(given.postgres === undefined ? [postgres.stop()] : []),
        rm(folder, { recursive: true, force: true }),
      ]);
    },
  };
}
