import { setTimeout as delay } from 'node:timers/promises';
import type { TestRedis } from '@onsale/testing';

/** Lets Redis begin a new log, and waits until it has. Throws when it did not. */
export async function startNewLog(redis: TestRedis): Promise<void> {
  await redis.command('BGREWRITEAOF');
  for (;;) {
    const state = String(await redis.command('INFO', 'persistence'));
    if (state.includes('aof_last_bgrewrite_status:err')) throw new Error('Redis kept its old log');
    if (/aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/.test(state)) return;
    await delay(20);
  }
}
