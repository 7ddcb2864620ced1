import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findPostgres } from '@onsale/records/server';

const FOLDER = fileURLToPath(
  new URL('../../../node_modules/.cache/onsale-postgres', import.meta.url),
);
/** What makes new data, and how. */
const MAKER = new URL('../../records/src/server/prepare-postgres.ts', import.meta.url);

/**
 * The data of a new server, made once for all tests: initdb takes longer than many a test. The first
 * test that has made some keeps a copy of it, before its server starts.
 */
export function openTemplate(wanted: { embedded: string; version?: number | undefined }) {
  const { initdb, version } = findPostgres(wanted);
  const key = createHash('sha256').update(initdb).update(readFileSync(MAKER)).digest('hex');
  const template = `${FOLDER}/${version}-${key.slice(0, 16)}`;
  return {
    /** Does nothing where there is none yet. */
    async copyTo(folder: string): Promise<void> {
      if (existsSync(template)) await copy(template, folder);
    },
    async keep(folder: string): Promise<void> {
      if (existsSync(template)) return;
      const making = `${template}.${process.pid}`;
      await mkdir(FOLDER, { recursive: true });
      await copy(folder, making);
      // Whoever was first has made the same.
      await rename(making, template).catch(() => undefined);
      await rm(making, { recursive: true, force: true });
    },
  };
}

// Unlike Node's own, it keeps the owner: PostgreSQL never runs as root.
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}
