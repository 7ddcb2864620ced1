import { setTimeout as delay } from 'node:timers/promises';
import { startTcpProxy, type TcpProxy } from '@onsale/testing';
import type { Part } from '../part.ts';
import type { Stage } from '../scenario.ts';
import type { RecordedSale } from './recorded-sale.ts';

/** Long enough for one to start and be in the middle of something when it dies. */
const ALIVE_MS = { least: 300, most: 1500 };

/** Two recorders with the networks between them and what they need. */
export interface Recorders {
  parts: readonly Part[];
  /** The networks to Redis and to PostgreSQL of the second one. */
  redis: TcpProxy;
  database: TcpProxy;
}

/**
 * Starts two recorders that fight for the shards. One is close to Redis and PostgreSQL, the other far from
 * both, so that it holds its locks for long and is killed between any two of its steps.
 */
export async function startRecorders(stage: Stage, sale: RecordedSale): Promise<Recorders> {
  const redis = await startTcpProxy(sale.system.redis.url.slice('unix://'.length));
  stage.onEnd(() => redis.close());
  const database = await startTcpProxy(socketOf(sale.postgres.url));
  stage.onEnd(() => database.close());
  const far = {
    REDIS_URL: redis.url,
    DATABASE_URL: sale.databaseUrl('recorder', database.url.slice('redis://'.length)),
  };
  const parts = [await sale.prepareRecorder(), await sale.prepareRecorder(far)];
  await Promise.all(parts.map((part) => part.restart()));
  redis.setCondition('slow');
  return { parts, redis, database };
}

/** Kills one of them or both at a random moment, and cuts connections in the middle of a reply. */
export async function killRecorders(stage: Stage, recorders: Recorders): Promise<string> {
  const { random } = stage;
  await delay(random.integer(ALIVE_MS.least, ALIVE_MS.most));
  const cut = random.pick(['redis', 'database', 'none', 'none'] as const);
  if (cut !== 'none') recorders[cut].cutReplies();
  const [near, far] = recorders.parts;
  const victims = random.pick([[near], [far], [near, far]]).filter((part) => part !== undefined);
  await Promise.all(victims.map((part) => part.kill()));
  await Promise.all(victims.map((part) => part.restart()));
  return `${victims.length} killed${cut === 'none' ? '' : `, and a reply of the ${cut} cut`}`;
}

/** The path of the socket in a postgres:// address. */
export function socketOf(url: string): string {
  const folder = decodeURIComponent(/[?&]host=([^&]*)/.exec(url)?.[1] ?? '');
  return `${folder}/.s.PGSQL.5432`;
}
