import { messageCompiler } from '@onsale/i18n/compile-messages';
import { glob, readFile, writeFile } from 'node:fs/promises';

/** Compiles the messages of the shop when one has changed, in parts that are loaded with different pages. */
export const compileMessages = messageCompiler(import.meta.dirname, splitTexts);

/**
 * Texts that not every page loads, by the beginnings of their names; the first that fits counts. Which
 * page loads which is in src/app/routes.tsx.
 */
const PARTS = {
  order: /^(order|receipt|line|pay)_/,
  tickets: /^(tickets|documents|invoice)_/,
  links: /^(links|optout)_/,
  checkout: /^(checkout|problem|question|payment|terms|waiting|unclear|unsent|stopped|refused)_/,
  code: /^code_/,
  room: /^room_/,
  event: /^(event|ticket|stepper|limit)_/,
  shop: /^/,
};

// One file a part, with an object of its texts: an exported name would be there twice when it is built.
async function splitTexts(outdir: string): Promise<void> {
  for (const file of await Array.fromAsync(glob(`${outdir}/messages/*.js`))) {
    const [head = '', ...texts] = (await readFile(file, 'utf8')).split(/^(?=export const )/m);
    const entries = texts.map((text) =>
      text.replace(/^export const (\w+) =/, '$1:').replace(/;\s*$/, ',\n'),
    );
    const parts = Object.groupBy(entries, (entry) => partOf(/^\w+/.exec(entry)?.[0] ?? ''));
    for (const [part, of = []] of Object.entries(parts)) {
      const content = `${head}export default {\n${of.join('')}};\n`;
      await writeFile(file.replace(/js$/, `${part}.js`), content);
    }
  }
}

/** With which part the text of this name is loaded. */
export function partOf(name: string): string {
  return Object.entries(PARTS).find(([, names]) => names.test(name))?.[0] ?? '';
}

if (import.meta.main) await compileMessages();
