import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { partOf } from '../../compile-messages.ts';

const app = fileURLToPath(new URL('.', import.meta.url));

test('every page loads the texts that it says', () => {
  const pages = [{ file: `${app}start.tsx`, parts: ['shop'] }, ...lazyPages()];
  assert.ok(pages.length >= 5);
  const missing = pages.flatMap(({ file, parts }) =>
    [...textsOf(file)]
      .filter((name) => !parts.includes(partOf(name)))
      .map((name) => `${file.replace(app, '')} says ${name}, which is loaded with ${partOf(name)}`),
  );
  assert.deepEqual(missing, []);
});

// The pages whose code is loaded when it is needed, and the texts that are loaded with it; a part of a page
// has those of its page as well.
function lazyPages(): { file: string; parts: string[] }[] {
  return [
    ...loadedBy(`${app}routes.tsx`, ['shop']),
    ...loadedBy(resolve(app, '../order/OrderPage.tsx'), ['shop', 'order']),
    ...loadedBy(resolve(app, '../code/code-panel.ts'), ['shop']),
    ...loadedBy(resolve(app, '../room/line-panel.ts'), ['shop']),
  ];
}

function loadedBy(file: string, before: string[]): { file: string; parts: string[] }[] {
  const code = readFileSync(file, 'utf8');
  const pages = code.matchAll(/import\('([^']+)'\)(?:,\s*loadTextsOf\(([^)]*)\))?/g);
  return Array.from(pages, ([, page = '', parts = '']) => ({
    file: resolve(dirname(file), page),
    parts: [...before, ...Array.from(parts.matchAll(/\w+/g), ([part]) => part)],
  }));
}

// What this file says, and what it imports.
function textsOf(file: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  if (seen.has(file) || file.includes('/paraglide/') || !existsSync(file)) return found;
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  for (const [, name = ''] of code.matchAll(/\bm\.(\w+)/g)) found.add(name);
  for (const [, path = ''] of code.matchAll(/^(?:import|export)\b[^;]*? from '(\.[^']+)';/gm)) {
    textsOf(resolve(dirname(file), path), seen, found);
  }
  return found;
}
