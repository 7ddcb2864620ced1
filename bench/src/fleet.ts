import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { connectRedis } from '@onsale/redis';
import { createLogger, startHeartbeat } from '@onsale/service';
import { startRedis, startService, type TestRedis } from '@onsale/testing';
import { readRedisCpuS } from './measure/redis-cpu.ts';

// What the fleet costs Redis: many processes announce themselves, each over its own connection, and
// a real gateway shows the fleet to a follower once a second. Redis' own timing of each command
// (INFO commandstats) says how long they keep it busy; its CPU time, compared with the same
// connections without announcements, says what the sockets add.

const { values } = parseArgs({
  options: {
    instances: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '20' },
  },
});
const instances = Number(values.instances);
const seconds = Number(values.seconds);
/** The commands of announcements and of their readers. */
const COMMANDS = new Set([
  'set',
  'zadd',
  'zremrangebyscore',
  'zrange',
  'mget',
  'hgetall',
  'hmget',
  'xlen',
]);

const redis = await startRedis({ args: ['--appendfsync', 'always'] });
const logger = createLogger({ service: 'bench', instance: 'bench', level: 'silent' });
const config = { REDIS_URL: redis.url, REDIS_HOST: '', REDIS_PORT: 0 };
const connections = await Promise.all(
  Array.from({ length: instances }, () => connectRedis(config, { logger, name: 'bench' })),
);
const idle = await measure(redis);
const heartbeats = connections.map((connection, i) =>
  startHeartbeat({
    redis: connection,
    service: 'order-worker',
    instance: `order-worker-7d9f8b6c4d-${String(i).padStart(5, '0')}-1-abcdef`,
    work: () => Math.round(performance.now() * 50),
    logger,
  }),
);
const gateway = startService('gateway', { REDIS_URL: redis.url });
const url = await gateway.ready();
const leaving = new AbortController();
const stream = await fetch(`${url}/v1/fleet/stream`, { signal: leaving.signal });
let messages = 0;
const text = stream.body?.pipeThrough(new TextDecoderStream());
void (async () => {
  for await (const chunk of text ?? []) messages += chunk.split('data: ').length - 1;
})().catch(() => undefined);
await delay(2000);
messages = 0;
const busy = await measure(redis);

print(`${instances} processes for ${seconds} s, and ${messages} messages to a follower:`);
for (const [command, { calls, usec }] of busy.commands) {
  print(
    `  ${command.padEnd(17)} ${String(calls).padStart(7)} calls ${usec.toFixed(0).padStart(8)} µs`,
  );
}
const usec = [...busy.commands.values()].reduce((sum, each) => sum + each.usec, 0);
print(`Redis' time in these commands: ${percent(usec / 1e6 / busy.seconds)}`);
print(
  `Redis' CPU, sockets included: ${percent(busy.cpu - idle.cpu)} ` +
    `(${percent(busy.cpu)}, without announcements ${percent(idle.cpu)})`,
);
leaving.abort();
await gateway.stop();
for (const heartbeat of heartbeats) await heartbeat.stop();
for (const connection of connections) await connection.close();
await redis.stop();

interface Measured {
  seconds: number;
  /** Share of one core. */
  cpu: number;
  commands: Map<string, { calls: number; usec: number }>;
}

async function measure(server: TestRedis): Promise<Measured> {
  await server.command('CONFIG', 'RESETSTAT');
  const startedAt = performance.now();
  const cpuBefore = await readRedisCpuS(server);
  await delay(seconds * 1000);
  const cpu = (await readRedisCpuS(server)) - cpuBefore;
  const elapsed = (performance.now() - startedAt) / 1000;
  const info = String(await server.command('INFO', 'commandstats'));
  const commands: Measured['commands'] = new Map();
  for (const [, name = '', calls, usec] of info.matchAll(/cmdstat_(\w+):calls=(\d+),usec=(\d+)/g)) {
    if (COMMANDS.has(name)) commands.set(name, { calls: Number(calls), usec: Number(usec) });
  }
  return { seconds: elapsed, cpu: cpu / elapsed, commands };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
