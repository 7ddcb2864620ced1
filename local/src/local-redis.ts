import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SupervisedProcess } from './supervised-process.ts';

/** The Redis of `npm start`, and how the services log in. */
export interface LocalRedis {
  process: SupervisedProcess;
  /** With the password, for this process alone. */
  url: string;
  /** For the environment of the services: the password is in a file. */
  environment: Record<string, string>;
  /** For those that log in as a user of their own, by name. */
  restricted: Readonly<Record<string, Record<string, string>>>;
}

/** Services that may touch only what they need, as in a cluster. */
const RESTRICTED = [
  'database-api',
  'delivery',
  'office',
  'payments',
  'recorder',
  'waiting-room',
  'workload-generator',
];

/**
 * The Redis of `npm start`, with the durability that the promises need, and its data in
 * `dataFolder/redis`. It listens on loopback only. The password of its default user is made once, in
 * `dataFolder/secrets`; those of restricted services, whose users are in `aclFolder`, are new at every start.
 * Other users of this machine can read none of it.
 */
export function createLocalRedis(options: {
  dataFolder: string;
  port: number;
  aclFolder: string;
  logFile: string;
  onPidChange: () => void;
  onFailing: (sentence: string) => void;
}): LocalRedis {
  const [folder, secrets] = ['redis', 'secrets'].map((name) => `${options.dataFolder}/${name}`) as [
    string,
    string,
  ];
  for (const each of [folder, secrets]) ownFolder(each);
  const passwordFile = `${secrets}/redis-password`;
  const password = keepSecret(passwordFile);
  const passwords = new Map(RESTRICTED.map((name) => [name, newSecret()]));
  const users = `${folder}/users.acl`;
  const rules = [...passwords].map(([name, each]) =>
    readFileSync(`${options.aclFolder}/${name}.acl`, 'utf8')
      .trim()
      .replace(/\$\{\w+_SHA256\}/, sha256(each)),
  );
  const owner = `user default on #${sha256(password)} ~* &* +@all`;
  writeFileSync(users, `${[owner, ...rules].join('\n')}\n`, { mode: 0o600 });
  const address = `127.0.0.1:${options.port}`;
  // What the shell of a person says of another Redis must not reach these.
  const login = { REDIS_URL: `redis://${address}`, REDIS_URL_FILE: '', REDIS_SENTINELS: '' };
  return {
    process: createProcess({ ...options, folder }, users),
    url: `redis://default:${password}@${address}`,
    environment: {
      ...login,
      REDIS_USERNAME: '',
      REDIS_PASSWORD: '',
      REDIS_PASSWORD_FILE: passwordFile,
    },
    restricted: Object.fromEntries(
      [...passwords].map(([name, each]) => [
        name,
        { ...login, REDIS_USERNAME: name, REDIS_PASSWORD: each, REDIS_PASSWORD_FILE: '' },
      ]),
    ),
  };
}

/** Makes a folder that nobody else on this machine can look into. */
export function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/** The secret in a file that only this user can read; it is made once. */
export function keepSecret(file: string, make = newSecret): string {
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** A new secret in a file that only this user can read. */
export function renewSecret(file: string): string {
  ownFolder(dirname(file));
  rmSync(file, { force: true });
  return keepSecret(file);
}

/** A secret that is as good as any password can be. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
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
