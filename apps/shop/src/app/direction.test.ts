import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Properties that name a side; `margin-inline-start` and the like follow the direction of reading. */
const SIDES =
  /(?:^|[\s;{])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear)\s*:\s*(?:left|right))\s*[:;}]/g;

test('no style is bound to the left or the right, so that pages can be read from either side', () => {
  const files = globSync('{packages/ui,apps/shop}/src/**/*.css', { cwd: root });
  assert.ok(files.length > 10);
  const wrong = files.flatMap((file) =>
    sidesIn(readFileSync(root + file, 'utf8')).map((found) => `${file}: ${found}`),
  );
  assert.deepEqual(wrong, []);
});

test('sides are found', () => {
  const css = '.left { left: 0; margin-right: 1px; text-align: left; inset-inline-start: 0; }';
  assert.deepEqual(sidesIn(css), ['left', 'margin-right', 'text-align: left']);
});

function sidesIn(css: string): string[] {
  return Array.from(css.matchAll(SIDES), ([, found = '']) => found);
}
