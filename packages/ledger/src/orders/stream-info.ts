import { orderStreamKey, WORKER_GROUP } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { type Backlog, readBacklog } from './read-backlog.ts';

/** The state of an order stream. */
export interface StreamInfo extends Backlog {
  shard: number;
  /** Consumers on the stream, including those of dead processes. */
  consumers: { name: string; pending: number; idleMs: number }[];
}

/**
 * Reads the state of every shard's stream, that of rehearsals last. Blocks Redis when there are many
 * consumers, so not for periodic use.
 */
export async function readStreams(ledger: Ledger): Promise<StreamInfo[]> {
  return await Promise.all(allShardsOf(ledger).map((shard) => readStream(ledger, shard)));
}

async function readStream(ledger: Ledger, shard: number): Promise<StreamInfo> {
  const backlog = await readBacklog(ledger, shard);
  return { shard, ...backlog, consumers: await readConsumers(ledger, orderStreamKey(shard)) };
}

async function readConsumers(ledger: Ledger, key: string): Promise<StreamInfo['consumers']> {
  try {
    const rows = await ledger.redis.command(key, ['XINFO', 'CONSUMERS', key, WORKER_GROUP]);
    return (rows as (string | number)[][]).map((row) => {
      const value = (name: string) => row[row.indexOf(name) + 1] ?? 0;
      return {
        name: String(value('name')),
        pending: Number(value('pending')),
        idleMs: Number(value('idle')),
      };
    });
  } catch (error) {
    // No stream or group yet: no worker has started.
    if (error instanceof Error && /no such key|NOGROUP/.test(error.message)) return [];
    throw error;
  }
}
