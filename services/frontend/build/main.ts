import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { compressFolder } from './compress-folder.ts';
import { isStale } from './is-stale.ts';
import { checkWeight } from './weight.ts';

// Builds the pages into dist/: `node build/main.ts`, or only when a source is newer than the last
// build with `--if-stale`. Fails, and leaves no dist/, when the shop has become too heavy.
const folder = fileURLToPath(new URL('..', import.meta.url));
const dist = `${folder}dist`;

if (!process.argv.includes('--if-stale') || (await isStale(folder, dist))) {
  await build({ root: folder, configFile: `${folder}vite.config.ts`, logLevel: 'warn' });
  await compressFolder(dist);
  const { lines, problem } = await checkWeight(dist);
  for (const line of lines) process.stdout.write(`${line}\n`);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    await rm(dist, { recursive: true });
    process.exitCode = 1;
  }
}
