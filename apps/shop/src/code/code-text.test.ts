import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CODE_LIMITS, CodeText } from '@onsale/contracts';
import { canBeCode, normalizeCode } from './code-text.ts';

test('a code is meant however it is typed', () => {
  assert.equal(normalizeCode('  summer-10\n'), 'SUMMER-10');
  assert.equal(normalizeCode(null), '');
  assert.equal(normalizeCode('   '), '');
});

test('whatever the server would not even look up is not asked for', () => {
  const { leastLength, mostLength } = CODE_LIMITS;
  const pattern = new RegExp(String(Reflect.get(CodeText, 'pattern')));
  const texts = [
    ...['SUMMER-10', '---', 'A B', 'ÄBC', 'SUMMER:USED', 'A_B_C', 'ABC\n'],
    ...[leastLength - 1, leastLength, mostLength, mostLength + 1].map((size) => 'A'.repeat(size)),
  ];
  for (const text of texts) {
    const isRight = pattern.test(text) && text.length >= leastLength && text.length <= mostLength;
    assert.equal(canBeCode(text), isRight, JSON.stringify(text));
  }
});
