import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestPostgres, TestRedis } from '@onsale/testing';

const run = promisify(execFile);

/** Takes a backup while Redis goes on: its append-only files, as they are at this moment. */
export async function backUpRedis(redis: TestRedis, to: string): Promise<void> {
  await replace(to, filesOf(redis));
}

/** Kills Redis and starts it again on a backup, as if nothing had happened since. */
export async function restoreRedis(redis: TestRedis, from: string): Promise<void> {
  await redis.kill('SIGKILL');
  await replace(filesOf(redis), from);
  await redis.restart();
}

function filesOf({ url }: TestRedis): string {
  return join(dirname(url.slice('unix://'.length)), 'appendonlydir');
}

/** Takes a backup of PostgreSQL, which is stopped for a moment. */
export async function backUpPostgres(postgres: TestPostgres, to: string): Promise<void> {
  await postgres.kill('SIGINT');
  await replace(to, postgres.folder);
  await postgres.restart();
}

/** Kills PostgreSQL and starts it again on a backup. */
export async function restorePostgres(postgres: TestPostgres, from: string): Promise<void> {
  await postgres.kill('SIGQUIT');
  await replace(postgres.folder, from);
  await postgres.restart();
}

// With the owners of the files: PostgreSQL is not this user's.
async function replace(folder: string, by: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await run('cp', ['-a', by, folder]);
}
