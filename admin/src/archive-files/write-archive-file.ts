import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzip } from 'node:zlib';
import { promisify } from 'node:util';

/** A complete file of orders; its checksum is beside it, under the same name and `SUM_SUFFIX`. */
export const ARCHIVE_FILE = /^orders-[\w-]+\.ndjson\.gz$/;
export const SUM_SUFFIX = '.sha256';
/** What is being written; of no use when a run has ended. */
export const PARTIAL_SUFFIX = '.partial';

const compress = promisify(gzip);

/**
 * Writes orders into a new file of a folder, one JSON object a line, compressed, with its SHA-256 in a
 * second file as `sha256sum` writes it. Resolves once both are on disk for good: each is written under
 * another name, synced and renamed. Returns the name of the file.
 */
export async function writeArchiveFile(
  folder: string,
  { shard, lines }: { shard: string; lines: readonly string[] },
): Promise<string> {
  const moment = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const name = `orders-${moment}-shard-${shard}-${randomBytes(4).toString('hex')}.ndjson.gz`;
  const content = await compress(lines.map((line) => `${line}\n`).join(''));
  await writeForGood(folder, name, content);
  await writeSum(folder, name, content);
  return name;
}

/**
 * Replaces a file by one with other lines, whose name follows from the old one and its content, so that an
 * interrupted replacement is repeated and not doubled. The old file goes when the new one is on disk.
 */
export async function replaceArchiveFile(
  folder: string,
  { name, lines }: { name: string; lines: readonly string[] },
): Promise<void> {
  const content = await compress(lines.map((line) => `${line}\n`).join(''));
  const stem = name.replace(/-[0-9a-f]{8}\.ndjson\.gz$/, '');
  const next = `${stem}-${sumOf(content).slice(0, 8)}.ndjson.gz`;
  await writeForGood(folder, next, content);
  await writeSum(folder, next, content);
  // The checksum last: without it, the file would look like one that was just written.
  await rm(join(folder, name));
  await rm(join(folder, name + SUM_SUFFIX), { force: true });
  await syncFolder(folder);
}

/**
 * Puts a folder right after a run that was interrupted: removes what was not finished, and adds the
 * checksum of a complete file that has none. Nothing is lost by that: orders leave Redis only after
 * both files are there.
 */
export async function tidyArchive(folder: string): Promise<void> {
  const names = new Set(await readdir(folder));
  for (const name of names) {
    if (name.startsWith('orders-') && name.endsWith(PARTIAL_SUFFIX)) await rm(join(folder, name));
    if (ARCHIVE_FILE.test(name) && !names.has(name + SUM_SUFFIX)) {
      await writeSum(folder, name, await readFile(join(folder, name)));
    }
  }
}

/** The SHA-256 of a file's content in hexadecimal. */
export function sumOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function writeSum(folder: string, name: string, content: Uint8Array): Promise<void> {
  await writeForGood(folder, name + SUM_SUFFIX, `${sumOf(content)}  ${name}\n`);
}

// Whoever reads the name sees all of the content, also after a power cut.
async function writeForGood(
  folder: string,
  name: string,
  content: Uint8Array | string,
): Promise<void> {
  const partial = join(folder, name + PARTIAL_SUFFIX);
  // It has names and addresses of customers.
  const file = await open(partial, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, join(folder, name));
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
