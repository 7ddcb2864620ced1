import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { SupervisedProcess } from './supervised-process.ts';

/** The Redis of `npm start`, with the durability that the promises need; data in `folder`. */
export function createLocalRedis(options: {
  folder: string;
  port: number;
  logFile: string;
}): SupervisedProcess {
  mkdirSync(options.folder, { recursive: true });
  return new SupervisedProcess({
    name: 'redis',
    command: findServer(),
    args: [
      ...['--port', String(options.port), '--bind', '127.0.0.1', '--dir', options.folder],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
      ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
      // Orders with long names stay in Redis' compact form.
      ...['--hash-max-listpack-value', '512'],
    ],
    environment: { PATH: process.env['PATH'] },
    logFile: options.logFile,
    quiet: true,
  });
}

function findServer(): string {
  const servers = ['redis-server', 'valkey-server'];
  const found = servers.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found === undefined) throw new Error(`neither of ${servers.join(', ')} can be started`);
  return found;
}
