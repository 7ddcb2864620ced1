import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../', import.meta.url));
const { baseLocale, locales } = JSON.parse(
  readFileSync(`${folder}project.inlang/settings.json`, 'utf8'),
) as { baseLocale: string; locales: string[] };
const messages = new Map(locales.map((locale) => [locale, readMessages(locale)]));
const base = messages.get(baseLocale) ?? new Map<string, string[]>();

test('every language has every message, and no other', () => {
  assert.ok(base.size > 100);
  for (const [locale, each] of messages) {
    assert.deepEqual([...each.keys()].toSorted(), [...base.keys()].toSorted(), locale);
  }
});

test('a message names the same things in every language, and never says nothing', () => {
  const wrong = [...messages].flatMap(([locale, each]) =>
    [...each].flatMap(([key, texts]) => {
      if (texts.some((text) => text.trim() === '')) return [`${locale} ${key} is empty`];
      const original = namesIn(base.get(key) ?? []);
      return namesIn(texts) === original
        ? []
        : [`${locale} ${key} has ${namesIn(texts)} in the place of ${original}`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('every message is used', () => {
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: folder }).filter(
    (file) => !file.startsWith('src/paraglide/') && !file.endsWith('.test.ts'),
  );
  const code = sources.map((file) => readFileSync(folder + file, 'utf8')).join('\n');
  const used = new Set(Array.from(code.matchAll(/\bm\.(\w+)/g), ([, key]) => key));
  assert.deepEqual(
    [...base.keys()].filter((key) => !used.has(key)),
    [],
  );
});

type Written = string | { match: Record<string, string> }[];

/** The texts of each message; one that is chosen by a number has several. */
function readMessages(locale: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of globSync(`messages/*.${locale}.json`, { cwd: folder })) {
    const written = JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, Written>;
    for (const [key, message] of Object.entries(written)) {
      if (key === '$schema') continue;
      assert.ok(!found.has(key), `${key} stands twice in ${locale}`);
      const texts =
        typeof message === 'string'
          ? [message]
          : message.flatMap(({ match }) => Object.values(match));
      found.set(key, texts);
    }
  }
  return found;
}

// The values that texts put in, sorted: "{count} {name}".
function namesIn(texts: string[]): string {
  const names = texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []);
  return [...new Set(names)].toSorted().join(' ');
}
