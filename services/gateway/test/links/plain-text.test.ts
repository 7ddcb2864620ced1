import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../src/links/plain-text.ts';

const TEXTS: readonly (readonly [markdown: string, text: string])[] = [
  ['Plain', 'Plain'],
  ['', ''],
  ['# Title\n\nText', 'Title Text'],
  ['- one\n- two\n1. three', 'one two three'],
  ['> quoted', 'quoted'],
  ['**bold** and *italic* and __bold__ and _italic_', 'bold and italic and bold and italic'],
  ['a [link](https://x.example/a_b) and ![a picture](/p.jpg)', 'a link and a picture'],
  ['see <https://x.example>', 'see'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['a \\* b', 'a * b'],
  ['- 5 °C', '5 °C'],
];
for (const [markdown, text] of TEXTS) {
  test(`${JSON.stringify(markdown)} says ${JSON.stringify(text)}`, () => {
    assert.equal(plainText(markdown, 100), text);
  });
}

test('a long text is cut between two words', () => {
  assert.equal(plainText('one two three four', 18), 'one two three four');
  assert.equal(plainText('one two three four five', 18), 'one two three…');
  assert.equal(plainText('one two three, four five', 18), 'one two three…');
  assert.equal(plainText('🎫🎫🎫🎫🎫', 4), '🎫🎫🎫…');
});
