import { deadLetterKey, orderStreamKey, WORKER_GROUP } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The backlog of a shard at one moment. */
export interface Backlog {
  /** Orders waiting or being settled. */
  waiting: number;
  /** Those delivered to a worker and not settled yet. */
  pending: number;
  /** How long the oldest order has waited; undefined when there is none. */
  oldestMs: number | undefined;
  deadLetters: number;
}

/** Reads the backlog of a shard, in constant time. */
export async function readBacklog(ledger: Ledger, shard: number): Promise<Backlog> {
  const key = orderStreamKey(shard);
  const dead = deadLetterKey(shard);
  const [waiting, group, oldest, deadLetters] = await Promise.all([
    ledger.redis.command(key, ['XLEN', key]),
    readGroup(ledger, shard),
    ledger.redis.command(key, ['XRANGE', key, '-', '+', 'COUNT', '1']),
    ledger.redis.command(dead, ['XLEN', dead]),
  ]);
  const [first] = oldest as [string, string[]][];
  return {
    waiting: Number(waiting),
    pending: group?.pending ?? 0,
    oldestMs: first === undefined ? undefined : Math.max(0, Date.now() - Number.parseInt(first[0])),
    deadLetters: Number(deadLetters),
  };
}

/** The consumer group of a shard; undefined before it is created. */
export async function readGroup(
  ledger: Ledger,
  shard: number,
): Promise<{ pending: number; lastDeliveredId: string } | undefined> {
  const key = orderStreamKey(shard);
  try {
    const groups = await ledger.redis.command(key, ['XINFO', 'GROUPS', key]);
    for (const group of groups as (string | number)[][]) {
      const value = (name: string) => group[group.indexOf(name) + 1];
      if (value('name') !== WORKER_GROUP) continue;
      const pending = Number(value('pending'));
      return { pending, lastDeliveredId: String(value('last-delivered-id')) };
    }
    return undefined;
  } catch (error) {
    // No stream yet: nobody has ordered.
    if (error instanceof Error && error.message.includes('no such key')) return undefined;
    throw error;
  }
}
