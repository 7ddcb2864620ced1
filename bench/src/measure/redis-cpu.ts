import type { TestRedis } from '@onsale/testing';

/** CPU time that a Redis has used since its start, user and system, in seconds. */
export async function readRedisCpuS(server: Pick<TestRedis, 'command'>): Promise<number> {
  const info = String(await server.command('INFO', 'cpu'));
  const [, system = '0'] = /used_cpu_sys:([\d.]+)/.exec(info) ?? [];
  const [, user = '0'] = /used_cpu_user:([\d.]+)/.exec(info) ?? [];
  return Number(system) + Number(user);
}
