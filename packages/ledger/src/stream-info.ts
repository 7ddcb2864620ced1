import { deadLetterKey, orderStreamKey, WORKER_GROUP } from './keys.ts';
import { type Ledger, shardsOf } from './ledger.ts';

/** An order stream at one moment. */
export interface StreamInfo {
  shard: number;
  /** Orders that wait or are in work. */
  waiting: number;
  /** Of these, delivered to a worker and not settled yet. */
  pending: number;
  /** How long the oldest of them has waited; undefined when none waits. */
  oldestMs: number | undefined;
  deadLetters: number;
  /** The workers' names on the stream, also those of dead processes. */
  consumers: { name: string; pending: number; idleMs: number }[];
}

/** Looks at the order stream of every shard. Blocks Redis with many consumers; not for a timer. */
export async function readStreams(ledger: Ledger): Promise<StreamInfo[]> {
  return await Promise.all(shardsOf(ledger).map((shard) => readStream(ledger, shard)));
}

async function readStream(ledger: Ledger, shard: number): Promise<StreamInfo> {
  const key = orderStreamKey(shard);
  const command = (...args: string[]) => ledger.redis.command(key, args);
  const dead = deadLetterKey(shard);
  const [waiting, deadLetters, oldest] = await Promise.all([
    command('XLEN', key),
    ledger.redis.command(dead, ['XLEN', dead]),
    command('XRANGE', key, '-', '+', 'COUNT', '1'),
  ]);
  const [first] = oldest as [string, string[]][];
  const consumers = await readConsumers(ledger, key);
  return {
    shard,
    waiting: Number(waiting),
    pending: consumers.reduce((sum, consumer) => sum + consumer.pending, 0),
    oldestMs: first === undefined ? undefined : Math.max(0, Date.now() - Number.parseInt(first[0])),
    deadLetters: Number(deadLetters),
    consumers,
  };
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
    // No stream or no group yet: nobody has consumed.
    if (error instanceof Error && /no such key|NOGROUP/.test(error.message)) return [];
    throw error;
  }
}
