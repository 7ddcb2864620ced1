import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { SupervisedProcess } from './supervised-process.ts';

/** The Redis of `npm start`, and how the services log in. */
export interface LocalRedis {
  process: SupervisedProcess;
  url: string;
  /** For the database API, which may touch nothing but its own keys. */
  databaseApiUrl: string;
}

/**
 * The Redis of `npm start`, with the durability that the promises need; data in `folder`. It listens
 * on loopback only, and its default user needs no password; `aclFile` is the fence of the database
 * API, whose password is new at every start.
 */
export function createLocalRedis(options: {
  folder: string;
  port: number;
  aclFile: string;
  logFile: string;
  onPidChange: () => void;
  onFailing: (sentence: string) => void;
}): LocalRedis {
  mkdirSync(options.folder, { recursive: true });
  const password = randomBytes(24).toString('base64url');
  const users = `${options.folder}/users.acl`;
  const fence = readFileSync(options.aclFile, 'utf8').replace(
    '${DATABASE_API_PASSWORD_SHA256}',
    createHash('sha256').update(password).digest('hex'),
  );
  writeFileSync(users, `user default on nopass ~* &* +@all\n${fence.trim()}\n`, { mode: 0o600 });
  const address = `127.0.0.1:${options.port}`;
  return {
    process: createProcess(options, users),
    url: `redis://${address}`,
    databaseApiUrl: `redis://database-api:${password}@${address}`,
  };
}

function createProcess(
  options: {
    folder: string;
    port: number;
    logFile: string;
    onPidChange: () => void;
    onFailing: (sentence: string) => void;
  },
  aclFile: string,
): SupervisedProcess {
  return new SupervisedProcess({
    name: 'redis',
    command: findServer(),
    args: [
      ...['--port', String(options.port), '--bind', '127.0.0.1', '--dir', options.folder],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
      ...['--aclfile', aclFile],
      ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
      // The orders of a quiet second stay in Redis' compact form.
      ...['--hash-max-listpack-value', '512'],
      // An entry that is settled is searched for in its node of the stream: small nodes are faster.
      ...['--stream-node-max-entries', '25'],
    ],
    environment: { PATH: process.env['PATH'] },
    logFile: options.logFile,
    quiet: true,
    onPidChange: options.onPidChange,
    onFailing: options.onFailing,
  });
}

function findServer(): string {
  const servers = ['redis-server', 'valkey-server'];
  const found = servers.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found === undefined) throw new Error(`neither of ${servers.join(', ')} can be started`);
  return found;
}
