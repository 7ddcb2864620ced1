import { loadScript, runScript } from '@onsale/redis';
import { paymentsDueKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

const claimDueScript = loadScript(new URL('./claim-due.lua', import.meta.url));

/**
 * How long a process has for an order that it claimed. What a killed process has left is taken up by
 * another one after that; two that work on the same order do no harm.
 */
export const PAYMENT_CLAIM_MS = 30_000;

/** Claims up to `count` orders of a shard whose payment is due. */
export async function claimDuePayments(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  count: number,
): Promise<string[]> {
  const reply = await runScript(ledger.redis, claimDueScript, {
    keys: [paymentsDueKey(shard)],
    args: [String(count), String(PAYMENT_CLAIM_MS)],
  });
  return reply as string[];
}

/** What payments have to do in a shard. */
export interface DuePayments {
  /** Orders that will have to be looked at, and those of them for which it is time. */
  waiting: number;
  due: number;
  /** For how long the first of them has been due; undefined when none is. */
  overdueMs: number | undefined;
}

/** Reads the index of due payments of a shard, in logarithmic time. `nowMs` is Unix time. */
export async function readDuePayments(
  ledger: Pick<Ledger, 'redis'>,
  shard: number,
  nowMs: number,
): Promise<DuePayments> {
  const key = paymentsDueKey(shard);
  const [waiting, due, first] = await Promise.all([
    ledger.redis.command(key, ['ZCARD', key]),
    ledger.redis.command(key, ['ZCOUNT', key, '-inf', String(nowMs)]),
    ledger.redis.command(key, ['ZRANGE', key, '0', '0', 'WITHSCORES']),
  ]);
  const [, at] = first as [string?, string?];
  const isOverdue = at !== undefined && Number(at) <= nowMs;
  return {
    waiting: Number(waiting),
    due: Number(due),
    overdueMs: isOverdue ? nowMs - Number(at) : undefined,
  };
}
