import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Site } from '@onsale/testing/site';

const command = fileURLToPath(new URL('../../../admin/src/main.ts', import.meta.url));

/** Runs `npm run admin` against the shop, as its seller would; `{ file }` stands for a file with this text. */
export async function runAdmin(
  site: Pick<Site, 'redis'>,
  ...words: (string | { file: string })[]
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-admin-'));
  try {
    const args = await Promise.all(
      words.map(async (word, i) => {
        if (typeof word === 'string') return word;
        const path = join(folder, `${i}.yaml`);
        await writeFile(path, word.file);
        return path;
      }),
    );
    const env = { ...process.env, REDIS_URL: site.redis.url };
    await promisify(execFile)(process.execPath, [command, ...args], { env });
  } finally {
    await rm(folder, { recursive: true });
  }
}
