import type { TestRedis } from '@onsale/testing';

/** What the data in Redis weigh, with the table of keys but without buffers of connections. */
export async function readDataBytes(redis: TestRedis): Promise<number> {
  const info = String(await redis.command('INFO', 'memory'));
  return Number(/used_memory_dataset:(\d+)/.exec(info)?.[1]) + keysOverhead(info);
}

// Because used_memory_dataset does not include the table of keys.
function keysOverhead(info: string): number {
  const overhead = Number(/used_memory_overhead:(\d+)/.exec(info)?.[1]);
  const clients = Number(/mem_clients_normal:(\d+)/.exec(info)?.[1]);
  const log = Number(/mem_aof_buffer:(\d+)/.exec(info)?.[1]);
  return overhead - clients - log;
}
