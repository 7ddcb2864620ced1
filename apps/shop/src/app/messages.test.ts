import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const shop = fileURLToPath(new URL('../../', import.meta.url));
const { baseLocale, locales } = JSON.parse(
  readFileSync(`${shop}project.inlang/settings.json`, 'utf8'),
) as { baseLocale: string; locales: string[] };
const messages = new Map(locales.map((locale) => [locale, readMessages(locale)]));
const base = messages.get(baseLocale) ?? new Map<string, Message>();
const sources = globSync('src/**/*.{ts,tsx}', { cwd: shop }).filter(
  (file) => !file.startsWith('src/paraglide/') && !file.endsWith('.test.ts'),
);

test('every language has every message, and no other', () => {
  assert.ok(base.size > 100);
  for (const [locale, each] of messages) {
    assert.deepEqual([...each.keys()].toSorted(), [...base.keys()].toSorted(), locale);
  }
});

test('a message says the same things in every language, and never nothing', () => {
  const wrong = [...messages].flatMap(([locale, each]) =>
    [...each].flatMap(([key, { texts, selects }]) => {
      const original = base.get(key);
      if (texts.some((text) => text.trim() === '')) return [`${locale} ${key} is empty`];
      if (selects && !texts.every((text) => namesIn([text]) === namesIn(texts))) {
        return [`${locale} ${key}: one of its forms leaves something out`];
      }
      return original === undefined || namesIn(texts) === namesIn(original.texts)
        ? []
        : [`${locale} ${key} has ${namesIn(texts)} in the place of ${namesIn(original.texts)}`];
    }),
  );
  assert.deepEqual(wrong, []);
});

test('every message is used', () => {
  const code = sources.map((file) => readFileSync(shop + file, 'utf8')).join('\n');
  const used = new Set(Array.from(code.matchAll(/\bm\.(\w+)/g), ([, key]) => key));
  assert.deepEqual(
    [...base.keys()].filter((key) => !used.has(key)),
    [],
  );
});

test('no text for people stands in the source, but in the messages', () => {
  const found = sources
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) =>
      textsIn(readFileSync(shop + file, 'utf8')).map((text) => `${file}: ${text}`),
    );
  assert.deepEqual(found, []);
});

test('texts in the source are found', () => {
  const found = textsIn(
    'const x = <p aria-label="One" className="no" title={`Two ${a}`}>Three {"Four"} {b} · 5{c ? "Five" : d("no")}</p>;',
  );
  assert.deepEqual(found.toSorted(), ['Five', 'Four', 'One', 'Three', 'Two']);
});

interface Message {
  texts: string[];
  /** Whether it has forms that are chosen by a number. */
  selects: boolean;
}

type Written = string | { match: Record<string, string> }[];

function readMessages(locale: string): Map<string, Message> {
  const written = JSON.parse(readFileSync(`${shop}messages/${locale}.json`, 'utf8')) as Record<
    string,
    Written
  >;
  return new Map(
    Object.entries(written)
      .filter(([key]) => key !== '$schema')
      .map(([key, message]) => [
        key,
        typeof message === 'string'
          ? { texts: [message], selects: false }
          : { texts: message.flatMap(({ match }) => Object.values(match)), selects: true },
      ]),
  );
}

// The values that texts put in, sorted: "{count} {name}".
function namesIn(texts: string[]): string {
  const names = texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []);
  return [...new Set(names)].toSorted().join(' ');
}

/** What is read to people, of the attributes of elements and of our components. */
const SPOKEN = /^(aria-label|aria-description|alt|hint|label|placeholder|text|title|words)$/;
const LETTERS = /\p{L}{2}/u;

function textsIn(code: string): string[] {
  const found: string[] = [];
  visit({ ...parseAst(code, { lang: 'tsx' }) }, (node) => {
    if (node.type === 'JSXText') found.push(String(node['value']).trim());
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of nodesIn(node['children'])) found.push(...literalsIn(child));
    }
    if (node.type === 'JSXAttribute' && SPOKEN.test(nameOf(node))) {
      for (const value of nodesIn(node['value'])) found.push(...literalsIn(value));
    }
  });
  return found.filter((text) => LETTERS.test(text));
}

// The text of a literal, in braces or not; not of what is below, such as the arguments of a call.
function literalsIn(node: Node): string[] {
  if (node.type === 'Literal')
    return typeof node['value'] === 'string' ? [node['value'].trim()] : [];
  if (node.type === 'JSXExpressionContainer')
    return nodesIn(node['expression']).flatMap(literalsIn);
  if (node.type === 'ConditionalExpression') {
    return nodesIn([node['consequent'], node['alternate']]).flatMap(literalsIn);
  }
  if (node.type === 'LogicalExpression') return nodesIn(node['right']).flatMap(literalsIn);
  if (node.type === 'TemplateLiteral') {
    return nodesIn(node['quasis']).map(({ value }) => (value as { cooked: string }).cooked.trim());
  }
  return [];
}

interface Node {
  type: string;
  [key: string]: unknown;
}

function nameOf(attribute: Node): string {
  return nodesIn(attribute['name'])
    .map(({ name }) => String(name))
    .join('');
}

function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const value of Object.values(node)) for (const child of nodesIn(value)) visit(child, see);
}

function nodesIn(value: unknown): Node[] {
  return [value]
    .flat()
    .filter((each): each is Node => typeof (each as Node | null)?.type === 'string');
}
