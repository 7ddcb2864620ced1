import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

const SOURCE = new URL('src/offline/worker.ts', import.meta.url);
const PUBLIC = new URL('public/', import.meta.url);

/** Builds the service worker of the app, with the list of the files that it keeps, which is all of them. */
export function appWorker(base: string): Plugin {
  return {
    name: 'app-worker',
    generateBundle: {
      // When index.html is there.
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('the app has no page');
        // Under a name that says what is in it: a page and files that were built apart are never kept together.
        const html = `assets/page-${hash(page.source)}.html`;
        this.emitFile({ type: 'asset', fileName: html, source: page.source });
        const copied = await readdir(PUBLIC);
        const files = [...Object.keys(bundle).filter(isLoaded), ...copied]
          .toSorted()
          .map((file) => base + file);
        const parts = await Promise.all(copied.map((file) => readFile(new URL(file, PUBLIC))));
        const { code: module } = await transformWithOxc(
          await readFile(SOURCE, 'utf8'),
          'worker.ts',
        );
        // A script, as not every browser takes a module here.
        const code = module.replace('export {};', '');
        const version = hash(JSON.stringify([html, files, ...parts.map(hash), code]));
        const values = { VERSION: version, PAGE: base + html, FILES: files };
        const constants = Object.entries(values).map(
          ([name, value]) => `${name} = ${JSON.stringify(value)}`,
        );
        this.emitFile({
          type: 'asset',
          fileName: 'worker.js',
          source: `const ${constants.join(', ')};\n${code}`,
        });
      },
    },
  };
}

function isLoaded(file: string): boolean {
  return file.startsWith('assets/');
}

function hash(content: Rolldown.OutputAsset['source']): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
