import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { compileMessages } from '../../compile-messages.ts';
import config from '../../vite.config.ts';

const app = fileURLToPath(new URL('../..', import.meta.url));
const page = 'e2e/gallery/index.html';

/** Builds the screens with invented answers, and serves them until they are closed. Nothing of it is in the app. */
export async function openGallery(): Promise<{ url: string; close: () => Promise<void> }> {
  await compileMessages();
  const outDir = await mkdtemp(join(tmpdir(), 'checkin-gallery-'));
  const { plugins: _, build: settings, ...rest } = config;
  const own = { ...rest, root: app, base: '/', configFile: false, logLevel: 'warn' } as const;
  await build({
    ...own,
    build: {
      ...settings,
      ...{ outDir, emptyOutDir: true, manifest: false, minify: false, target: 'esnext' },
      rolldownOptions: { ...settings?.rolldownOptions, input: app + page },
    },
  });
  const server = await preview({
    ...own,
    ...{ build: { outDir }, preview: { port: 0, host: '127.0.0.1' } },
  });
  return {
    url: `${server.resolvedUrls?.local[0]}${page}`,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
