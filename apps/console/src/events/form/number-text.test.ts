import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countText, isAmount } from './number-text.ts';

test('thousands may be written as people do, and nothing else changes a count', () => {
  for (const text of ['1000', '1.000', '1,000', '1 000', '1’000']) {
    assert.equal(countText(text), '1000');
  }
  assert.equal(countText('1.000.000'), '1000000');
  assert.equal(countText('10.5'), '10.5');
  assert.equal(countText('many'), 'many');
});

test('an amount has no more digits than its currency, so that no thousand becomes one', () => {
  for (const [text, currency] of [
    ['19.50', 'EUR'],
    ['19.', 'EUR'],
    ['1500', 'JPY'],
    ['1.500', 'KWD'],
  ] as const) {
    assert.equal(isAmount(text, currency), true, text);
  }
  for (const [text, currency] of [
    ['1.950', 'EUR'],
    ['1.950.00', 'EUR'],
    ['1.500', 'JPY'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
  ] as const) {
    assert.equal(isAmount(text, currency), false, text);
  }
});
