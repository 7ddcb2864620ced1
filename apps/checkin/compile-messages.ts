import { compile, type CompilerOptions } from '@inlang/paraglide-js';
import { glob, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** How messages/*.json become functions in src/paraglide/, which is not in git. */
const MESSAGES: CompilerOptions = {
  project: `${folder}project.inlang`,
  outdir: `${folder}src/paraglide`,
  // A device loads one language: src/app/texts.ts.
  outputStructure: 'locale-modules',
  // Which language is shown is decided by src/app/language.ts.
  strategy: ['globalVariable', 'baseLocale'],
  // The pages are drawn in browsers alone.
  isServer: 'false',
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
};

const SOURCES = ['messages/*.json', 'project.inlang/settings.json', 'compile-messages.ts'];

/** Compiles what the pages, the type checks and the tests import, when a message has changed. */
export async function compileMessages(): Promise<void> {
  const compiledAtMs = await changedAtMs(`${folder}src/paraglide/runtime.js`);
  for await (const file of glob(SOURCES, { cwd: folder })) {
    if ((await changedAtMs(`${folder}${file}`)) > compiledAtMs) {
      await compile(MESSAGES);
      // Paraglide's own entrance leads to all languages at once.
      await rm(`${MESSAGES.outdir}/messages/_index.js`);
      await writeFile(`${MESSAGES.outdir}/messages.js`, `export { m } from '${TEXTS}';\n`);
      return;
    }
  }
}

const TEXTS = '../app/texts.ts';

// 0 for what is not there.
async function changedAtMs(file: string): Promise<number> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (import.meta.main) await compileMessages();
