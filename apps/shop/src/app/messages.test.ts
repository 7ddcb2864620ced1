import { listSources, testMessages } from '@onsale/testing/test-messages';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';

const shop = fileURLToPath(new URL('../../', import.meta.url));

testMessages(shop);

test('no text for people stands in the source, but in the messages', () => {
  const found = listSources(shop)
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
