import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { SUM_SUFFIX, sumOf } from './write-archive-file.ts';

const decompress = promisify(gunzip);

/** The lines of a file, one for each order; or what is wrong with it, as the end of a sentence. */
export async function readArchiveFile(
  folder: string,
  name: string,
  hasSum: boolean,
): Promise<{ lines: string[]; problem?: string }> {
  if (!hasSum)
    return { lines: [], problem: 'has no checksum: a run was interrupted; the next one adds it' };
  const content = await readFile(join(folder, name));
  const [sum] = (await readFile(join(folder, name + SUM_SUFFIX), 'utf8')).split(' ');
  if (sum !== sumOf(content)) return { lines: [], problem: 'does not match its checksum' };
  const text = (await decompress(content)).toString('utf8');
  return { lines: text.split('\n').filter((line) => line !== '') };
}
