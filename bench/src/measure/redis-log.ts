import { eventually, type TestRedis } from '@onsale/testing';

/** Writing a million orders takes seconds. */
const TIMEOUT_MS = 120_000;

/** Makes Redis start a new append-only file, and waits until it has. Throws if it did not. */
export async function startNewLog(redis: TestRedis): Promise<void> {
  await redis.command('BGREWRITEAOF');
  const state = await eventually(
    async () => String(await redis.command('INFO', 'persistence')),
    (text) => /aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/.test(text),
    TIMEOUT_MS,
  );
  if (!state.includes('aof_last_bgrewrite_status:ok')) throw new Error('Redis kept its old log');
}
