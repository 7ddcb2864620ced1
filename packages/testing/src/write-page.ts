import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const formatter = fileURLToPath(new URL('../../../node_modules/oxfmt/bin/oxfmt', import.meta.url));

/** Writes a page of the docs, formatted as `npm run check` wants it. */
export function writePage(file: string, text: string): void {
  writeFileSync(file, text);
  execFileSync(process.execPath, [formatter, file]);
}
