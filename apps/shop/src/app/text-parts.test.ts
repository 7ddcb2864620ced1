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

// The pages whose code is loaded when it is needed, and the texts that are loaded with it.
function lazyPages(): { file: string; parts: string[] }[] {
  const routes = readFileSync(`${app}routes.tsx`, 'utf8');
  const pages = routes.matchAll(/import\('([^']+)'\)(?:,\s*loadTextsOf\(([^)]*)\))?/g);
  return Array.from(pages, ([, file = '', parts = '']) => ({
    file: resolve(app, file),
    parts: ['shop', ...Array.from(parts.matchAll(/\w+/g), ([part]) => part)],
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
