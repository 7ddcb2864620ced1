import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { compressFolder } from './compress-folder.ts';
import { isStale } from './is-stale.ts';
import { licencesOfWorkers } from './licences-of-workers.ts';
import { LICENCES_OF_BUILD, writeLicences } from './licences.ts';
import { checkWeight } from './weight.ts';

// Builds what nginx serves into dist/: the shop, the laboratory below lab/, the page of those who wait below line/, the console in console/, which
// has a server of its own, with the shop's pages once more in console/preview/, as it draws drafts with them,
// and the app of the entrance in console/checkin/; and the licences of all of them.
// `node build/main.ts`, or only when a source is newer than the last build with `--if-stale`. Fails,
// and leaves no dist/, when the shop has become too heavy.
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const apps = new URL('../../../apps/', import.meta.url);

if (!process.argv.includes('--if-stale') || (await isStale(dist))) {
  await rm(dist, { recursive: true, force: true });
  await buildApp('shop', dist);
  await buildApp('lab', `${dist}lab/`);
  await buildApp('line', `${dist}line/`);
  await buildApp('console', `${dist}console/`);
  await writeLicences(dist, [dist, `${dist}lab/`, `${dist}line/`]);
  await buildPreview(`${dist}console/preview/`);
  await buildApp('checkin', `${dist}console/checkin/`);
  const ofConsole = ['console/', 'console/preview/', 'console/checkin/'].map((each) => dist + each);
  await writeLicences(`${dist}console/`, ofConsole);
  await compressFolder(dist);
  const { lines, problems } = await checkWeight(dist);
  for (const line of lines) process.stdout.write(`${line}\n`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  // They are not for visitors.
  for (const folder of [dist, `${dist}lab/`, `${dist}line/`, ...ofConsole])
    await rm(`${folder}.vite`, { recursive: true });
  if (problems.length > 0) {
    await rm(dist, { recursive: true });
    process.exitCode = 1;
  }
}

async function buildApp(app: string, outDir: string): Promise<void> {
  await buildPages(app, {
    build: { outDir, emptyOutDir: false, license: { fileName: LICENCES_OF_BUILD } },
    worker: { plugins: () => [licencesOfWorkers()] },
  });
}

async function buildPreview(outDir: string): Promise<void> {
  await buildPages('shop', {
    base: '/preview/',
    publicDir: false,
    build: {
      ...{ outDir, emptyOutDir: false, license: { fileName: LICENCES_OF_BUILD } },
      rolldownOptions: { input: fileURLToPath(new URL('shop/preview.html', apps)) },
    },
  });
}

async function buildPages(app: string, config: InlineConfig): Promise<void> {
  const root = fileURLToPath(new URL(app, apps));
  await build({ root, configFile: `${root}/vite.config.ts`, logLevel: 'warn', ...config });
}
