import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Registers what must hold for the messages of each app, whose folder is given with a slash at its end. */
export function testMessages(app: string): void {
  const { baseLocale, locales } = readJson(`${app}project.inlang/settings.json`) as Settings;
  const messages = new Map(locales.map((locale) => [locale, readMessages(app, locale)]));
  const base = messages.get(baseLocale) ?? new Map<string, Message>();

  test('every language has every message, and no other', () => {
    assert.ok(base.size > 50);
    for (const [locale, each] of messages) {
      assert.deepEqual([...each.keys()].toSorted(), [...base.keys()].toSorted(), locale);
    }
  });

  test('a message says the same things in every language, and never nothing', () => {
    const wrong = [...messages].flatMap(([locale, each]) =>
      [...each].flatMap(([key, message]) =>
        problemsOf(message, base.get(key)).map((problem) => `${locale} ${key} ${problem}`),
      ),
    );
    assert.deepEqual(wrong, []);
  });

  test('every message is used', () => {
    const code = listSources(app).map((file) => readFileSync(app + file, 'utf8'));
    const found = code.join('\n').matchAll(/\bm\.(\w+)/g);
    const used = new Set(Array.from(found, ([, key]) => key));
    assert.deepEqual(
      [...base.keys()].filter((key) => !used.has(key)),
      [],
    );
  });
}

/** The code of an app, without its tests and what its messages are compiled to. */
export function listSources(app: string): string[] {
  return globSync('src/**/*.{ts,tsx}', { cwd: app }).filter(
    (file) => !file.startsWith('src/paraglide/') && !file.endsWith('.test.ts'),
  );
}

interface Settings {
  baseLocale: string;
  locales: string[];
}

interface Message {
  texts: string[];
  /** Whether it has forms that are chosen by a number. */
  selects: boolean;
}

type Written = string | { match: Record<string, string> }[];

// Of all files of the language: de.json, or orders.de.json and more.
function readMessages(app: string, locale: string): Map<string, Message> {
  const found = new Map<string, Message>();
  for (const file of globSync(`messages/{,*.}${locale}.json`, { cwd: app })) {
    for (const [key, message] of Object.entries(readJson(app + file) as Record<string, Written>)) {
      if (key === '$schema') continue;
      assert.ok(!found.has(key), `${key} stands twice in ${locale}`);
      const selects = typeof message !== 'string';
      const texts = selects ? message.flatMap(({ match }) => Object.values(match)) : [message];
      found.set(key, { texts, selects });
    }
  }
  return found;
}

function problemsOf({ texts, selects }: Message, original?: Message): string[] {
  if (texts.some((text) => text.trim() === '')) return ['is empty'];
  const names = namesIn(texts);
  if (selects && !texts.every((text) => namesIn([text]) === names)) {
    return ['has a form that leaves something out'];
  }
  // Without one, another test fails.
  const ofOriginal = original === undefined ? names : namesIn(original.texts);
  return names === ofOriginal ? [] : [`has ${names} in the place of ${ofOriginal}`];
}

// The values that texts put in, sorted: "{count} {name}".
function namesIn(texts: string[]): string {
  const names = texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []);
  return [...new Set(names)].toSorted().join(' ');
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
