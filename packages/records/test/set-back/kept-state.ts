import { openLedger } from '@onsale/ledger';
import type { RecordedShop } from '../recorder/recorded-shop.ts';

// Redis is set back by copying its keys into another of its databases, and back again later.
const COPY = `
redis.call('SELECT', ARGV[2])
redis.call('FLUSHDB')
redis.call('SELECT', ARGV[1])
for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('COPY', key, key, 'DB', ARGV[2]) end`;

async function copy({ redis }: RecordedShop, from: number, to: number): Promise<void> {
  await redis.command('EVAL', COPY, '0', String(from), String(to));
}

/** Keeps the present state of Redis, to which `setBack` returns. */
export async function backUp(shop: RecordedShop, kept = 1): Promise<void> {
  await copy(shop, 0, kept);
}

export async function setBack(shop: RecordedShop, kept = 1): Promise<void> {
  await copy(shop, kept, 0);
  const { redis } = shop.ledger;
  Object.assign(shop.ledger, await openLedger(redis, 1));
}

/** Returns to an earlier state of Redis, with nothing recorded. */
export async function beginAgain(shop: RecordedShop, kept: number): Promise<void> {
  await setBack(shop, kept);
  for (const table of [
    'shards',
    'orders',
    'people',
    'payments',
    'changes',
    'rejections',
    'events',
    'refunds',
    'disputes',
    'order_sums',
    'ticket_sums',
    'payment_sums',
  ] as const) {
    await shop.db.deleteFrom(`records.${table}`).execute();
  }
}
