import { setTimeout as delay } from 'node:timers/promises';
import { orderStreamKey } from '@onsale/ledger';
import type { TestRedis } from '@onsale/testing';

/**
 * Orders a second while a backlog is drained, from a tenth of it to nine tenths, so that neither
 * start nor end counts.
 */
export async function timeDrain(
  redis: TestRedis,
  backlog: number,
  stream = orderStreamKey(0),
): Promise<number> {
  const start = await reached(redis, backlog * 0.9, stream);
  const end = await reached(redis, backlog * 0.1, stream);
  await reached(redis, 0, stream);
  return (start.left - end.left) / ((end.atMs - start.atMs) / 1000);
}

async function reached(
  redis: TestRedis,
  backlog: number,
  stream: string,
): Promise<{ left: number; atMs: number }> {
  for (;;) {
    const left = Number(await redis.command('XLEN', stream));
    if (left <= backlog) return { left, atMs: performance.now() };
    await delay(5);
  }
}

/** Waits until no order is waiting or being settled. */
export async function waitUntilSettled(
  redis: TestRedis,
  stream = orderStreamKey(0),
): Promise<void> {
  await reached(redis, 0, stream);
}
