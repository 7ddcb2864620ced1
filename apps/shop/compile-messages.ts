import { compile, type CompilerOptions } from '@inlang/paraglide-js';
import { glob, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** How messages/*.json become functions in src/paraglide/, which is not in git. */
const MESSAGES: CompilerOptions = {
  project: `${folder}project.inlang`,
  outdir: `${folder}src/paraglide`,
  // A visitor loads one language: src/app/texts.ts.
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
      for (const language of await languages()) await splitTexts(language);
      // Paraglide's own entrance leads to all languages at once.
      await rm(`${MESSAGES.outdir}/messages/_index.js`);
      await writeFile(`${MESSAGES.outdir}/messages.js`, `export { m } from '${TEXTS}';\n`);
      return;
    }
  }
}

const TEXTS = '../app/texts.ts';

/**
 * Texts that not every page loads, by the beginnings of their names; the first that fits counts. Which
 * page loads which is in src/app/routes.tsx.
 */
const PARTS = {
  order: /^(order|receipt|line|pay)_/,
  tickets: /^(tickets|documents|invoice)_/,
  links: /^(links|optout)_/,
  checkout: /^(checkout|problem|question|payment|terms|waiting|unclear|unsent|stopped|refused)_/,
  event: /^(event|ticket|stepper|limit)_/,
  shop: /^/,
};

async function languages(): Promise<string[]> {
  const settings = await readFile(`${folder}project.inlang/settings.json`, 'utf8');
  return (JSON.parse(settings) as { locales: string[] }).locales;
}

// One file a part, with an object of its texts: an exported name would be there twice when it is built.
async function splitTexts(language: string): Promise<void> {
  const file = `${MESSAGES.outdir}/messages/${language}.js`;
  const [head = '', ...texts] = (await readFile(file, 'utf8')).split(/^(?=export const )/m);
  const entries = texts.map((text) =>
    text.replace(/^export const (\w+) =/, '$1:').replace(/;\s*$/, ',\n'),
  );
  const parts = Object.groupBy(entries, (entry) => partOf(/^\w+/.exec(entry)?.[0] ?? ''));
  for (const [part, of = []] of Object.entries(parts)) {
    const content = `${head}export default {\n${of.join('')}};\n`;
    await writeFile(`${MESSAGES.outdir}/messages/${language}.${part}.js`, content);
  }
}

/** With which part the text of this name is loaded. */
export function partOf(name: string): string {
  return Object.entries(PARTS).find(([, names]) => names.test(name))?.[0] ?? '';
}

// 0 for what is not there.
async function changedAtMs(file: string): Promise<number> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (import.meta.main) await compileMessages();
