import { holdsKey, openPaymentsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** The holds of a shard at one moment. */
export interface Holds {
  /** Held orders without a payment under way. */
  held: number;
  /** Those of them whose deadline has passed: they wait for a worker. */
  due: number;
  /** How long ago the deadline of the first of these was; undefined when there is none. */
  overdueMs: number | undefined;
  /** Held orders with a payment under way. */
  openPayments: number;
}

/** Reads the indexes of the holds of a shard, in logarithmic time. `nowMs` is Unix time. */
export async function readHolds(ledger: Ledger, shard: number, nowMs: number): Promise<Holds> {
  const [holds, payments] = [holdsKey(shard), openPaymentsKey(shard)];
  const [held, due, first, openPayments] = await Promise.all([
    ledger.redis.command(holds, ['ZCARD', holds]),
    ledger.redis.command(holds, ['ZCOUNT', holds, '-inf', String(nowMs)]),
    ledger.redis.command(holds, ['ZRANGE', holds, '0', '0', 'WITHSCORES']),
    ledger.redis.command(payments, ['ZCARD', payments]),
  ]);
  const [, deadline] = first as [string?, string?];
  const isOverdue = deadline !== undefined && Number(deadline) <= nowMs;
  return {
    held: Number(held),
    due: Number(due),
    overdueMs: isOverdue ? nowMs - Number(deadline) : undefined,
    openPayments: Number(openPayments),
  };
}
