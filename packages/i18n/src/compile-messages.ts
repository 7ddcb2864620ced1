import { compile } from '@inlang/paraglide-js';
import { createHash } from 'node:crypto';
import { glob, readFile, rm, writeFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

/** What is compiled, in the folder of an app. */
const SOURCES = ['messages/*.json', 'project.inlang/settings.json', 'compile-messages.ts'];
/** In the folder of what was compiled: the hash of what it was compiled from. */
const STAMP = '.compiled-from';

/**
 * Makes the function that compiles messages/*.json of the app in `folder` to src/paraglide/, which is not in git: what
 * its pages, the type checks and the tests import. When nothing has changed it leaves all as it is, since tests may be
 * reading it. `finish` makes more of the files in the folder that it is given.
 */
export function messageCompiler(
  folder: string,
  finish?: (outdir: string) => Promise<void>,
): () => Promise<void> {
  const outdir = `${folder}/src/paraglide`;
  const compileChanged = async () => {
    // Taken before, and written after all else: what changes while it is compiled is compiled the next time.
    const hash = await hashSources(folder);
    if ((await readStamp(outdir)) === hash) return;
    await compileAll(folder, outdir);
    await finish?.(outdir);
    await writeFile(`${outdir}/${STAMP}`, hash);
  };
  let last = Promise.resolve();
  // One after the other: they write the same files.
  return () => (last = last.then(compileChanged, compileChanged));
}

async function compileAll(folder: string, outdir: string): Promise<void> {
  await rm(`${outdir}/${STAMP}`, { force: true });
  await compile({
    project: `${folder}/project.inlang`,
    outdir,
    // A reader loads one language: src/app/texts.ts.
    outputStructure: 'locale-modules',
    // Which language is shown is decided by src/app/language.ts.
    strategy: ['globalVariable', 'baseLocale'],
    // The pages are drawn in browsers alone.
    isServer: 'false',
    emitReadme: false,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  });
  // Paraglide's own entrance leads to all languages at once.
  await rm(`${outdir}/messages/_index.js`);
  await writeFile(`${outdir}/messages.js`, "export { m } from '../app/texts.ts';\n");
}

async function hashSources(folder: string): Promise<string> {
  const files = await Array.fromAsync(glob(SOURCES, { cwd: folder }));
  const hash = createHash('sha256').update(await readFile(import.meta.filename));
  for (const file of files.toSorted()) {
    hash.update(`\0${file}\0`).update(await readFile(`${folder}/${file}`));
  }
  return hash.digest('hex');
}

async function readStamp(outdir: string): Promise<string | undefined> {
  try {
    return await readFile(`${outdir}/${STAMP}`, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Has Vite compile the messages of an app first, and while it serves the app whenever one has changed. */
export function compiledMessages(compileMessages: () => Promise<void>): Plugin {
  return {
    name: 'compiled-messages',
    buildStart: compileMessages,
    configureServer: ({ config, watcher }) => {
      watcher.on('change', (file) => {
        if (!file.endsWith('.json')) return;
        compileMessages().catch((error: unknown) => {
          config.logger.error(`the messages could not be compiled: ${String(error)}`);
        });
      });
    },
  };
}
