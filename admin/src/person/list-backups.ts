import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '@onsale/ledger';

/** A file or folder that may have everything as it was when it was made. */
export interface Backup {
  name: string;
  madeAtMs: number;
  /** When it is to be deleted; undefined when nobody has said so. */
  untilMs: number | undefined;
}

/** What is in a folder of backups, the oldest first; `keepDays` as `BACKUP_KEEP_DAYS` says. */
export async function listBackups(folder: string, keepDays: number | undefined): Promise<Backup[]> {
  const names = await readdir(folder);
  const backups = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs } = await stat(join(folder, name));
      const untilMs = keepDays === undefined ? undefined : mtimeMs + keepDays * DAY_MS;
      return { name, madeAtMs: mtimeMs, untilMs };
    }),
  );
  return backups.sort((a, b) => a.madeAtMs - b.madeAtMs);
}
