import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Plugin, type Rolldown, transformWithOxc } from 'vite';

const SOURCE = new URL('src/offline/worker.ts', import.meta.url);
/** Texts that the page of an order says, in each language. */
const TEXTS = /\/paraglide\/messages\/\w+\.(shop|order|tickets)\.js$/;
/** The page of an order, and the part of it that shows tickets. */
const PAGES = /\/(order\/OrderPage|tickets\/TicketsPanel)\.tsx$/;
/** Loaded by every page: vite.config.ts. */
const SHARED = new Set(['main', 'shop']);
/** The font of nearly all languages. */
const FONT = /archivo-latin-wght.*\.woff2$/;

/** Builds the service worker of the pages of orders, with the list of the files that it keeps. */
export function orderWorker(): Plugin {
  return {
    name: 'order-worker',
    generateBundle: {
      // When index.html is there.
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        // The console's preview has none of these pages.
        if (page?.type !== 'asset') return;
        const files = [...filesOfOrders(bundle)].sort().map((file) => `/${file}`);
        const version = createHash('sha256')
          .update(JSON.stringify([files, String(page.source)]))
          .digest('hex')
          .slice(0, 16);
        const { code } = await transformWithOxc(await readFile(SOURCE, 'utf8'), 'worker.ts');
        this.emitFile({
          type: 'asset',
          fileName: 'order-worker.js',
          // A script, not a module: not every browser takes one.
          source: `const VERSION = '${version}', FILES = ${JSON.stringify(files)};\n${code}`,
        });
      },
    },
  };
}

function filesOfOrders(bundle: Rolldown.OutputBundle): Set<string> {
  const files = new Set<string>();
  const add = (file: string) => {
    const found = bundle[file];
    if (found === undefined || files.has(file)) return;
    files.add(file);
    if (found.type !== 'chunk') return;
    for (const style of found.viteMetadata?.importedCss ?? []) files.add(style);
    for (const imported of found.imports) add(imported);
  };
  for (const found of Object.values(bundle)) {
    if (found.type === 'asset') {
      if (FONT.test(found.fileName)) add(found.fileName);
      continue;
    }
    const source = found.facadeModuleId ?? '';
    if (SHARED.has(found.name) || PAGES.test(source) || TEXTS.test(source)) add(found.fileName);
  }
  return files;
}
