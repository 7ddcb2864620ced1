import { readdir } from 'node:fs/promises';
import { readArchiveFile } from './read-archive-file.ts';
import { ARCHIVE_FILE, SUM_SUFFIX } from './write-archive-file.ts';

/** What is in a folder of archive files. */
export interface ArchiveCheck {
  files: number;
  /** Different orders; an interrupted run stores some of them twice. */
  orders: number;
  /** Lines beyond the first of each order. */
  repeated: number;
  /** A sentence for each file that is not as it was written. */
  problems: string[];
}

/** Compares each file of a folder with its checksum, and reads all orders in it. */
export async function checkArchive(
  folder: string,
  options: { onFile?: (files: number) => void; signal?: AbortSignal } = {},
): Promise<ArchiveCheck> {
  const names = (await readdir(folder)).sort();
  const check: ArchiveCheck = { files: 0, orders: 0, repeated: 0, problems: [] };
  const ids = new Set<string>();
  for (const name of names) {
    options.signal?.throwIfAborted();
    const file = name.endsWith(SUM_SUFFIX) ? name.slice(0, -SUM_SUFFIX.length) : undefined;
    if (file !== undefined && ARCHIVE_FILE.test(file) && !names.includes(file)) {
      check.problems.push(`${file} is missing, but its checksum is there`);
    }
    if (!ARCHIVE_FILE.test(name)) continue;
    const { lines, problem } = await readArchiveFile(
      folder,
      name,
      names.includes(name + SUM_SUFFIX),
    );
    if (problem !== undefined) check.problems.push(`${name} ${problem}`);
    for (const line of lines) {
      const { orderId } = JSON.parse(line) as { orderId: string };
      if (ids.has(orderId)) check.repeated += 1;
      ids.add(orderId);
    }
    check.files += 1;
    options.onFile?.(check.files);
  }
  check.orders = ids.size;
  return check;
}
