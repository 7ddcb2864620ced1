import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAmount, toDecimal, toMinor } from '../../src/pages/amount.ts';

test('amounts have the digits of their currency', () => {
  const shown = (amountMinor: number, currency: string, locale = 'en-GB') =>
    formatAmount(amountMinor, currency, locale).replaceAll('\u00a0', ' ');
  assert.equal(shown(120_000, 'EUR'), '€1,200.00');
  assert.equal(shown(120_000, 'EUR', 'de'), '1.200,00 €');
  assert.equal(shown(1200, 'JPY', 'de'), '1.200 ¥');
  assert.equal(shown(1200, 'KWD'), 'KWD 1.200');
  // Browsers would show none of its digits.
  assert.equal(shown(120_000, 'HUF', 'de'), '1.200,00 HUF');
});

test('what a person types becomes minor units, or is refused', () => {
  assert.equal(toMinor('42', 'EUR'), 4200);
  assert.equal(toMinor(' 42,5 ', 'EUR'), 4250);
  assert.equal(toMinor('0.29', 'EUR'), 29);
  assert.equal(toMinor('1200', 'JPY'), 1200);
  assert.equal(toMinor('1.234', 'KWD'), 1234);
  for (const wrong of ['', '-1', '1e3', '1.005', '1,000.00', '٣', '9'.repeat(20)]) {
    assert.equal(toMinor(wrong, 'EUR'), undefined, wrong);
  }
  assert.equal(toMinor('1.5', 'JPY'), undefined);
  assert.equal(toMinor(toDecimal(1005, 'KWD'), 'KWD'), 1005);
});
