import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { formatCount, formatPrice, minorDigitsOf, setReaderLocale, totalOf } from '@onsale/i18n';
import { CURRENCY_DIGITS } from '../../ledger/src/catalog/currencies.ts';

beforeEach(() => setReaderLocale('en-GB'));

test('every currency that tickets can be sold in has the digits that the books have', () => {
  for (const [currency, digits] of CURRENCY_DIGITS) {
    assert.equal(minorDigitsOf(currency), digits, currency);
  }
});

test('a price has all digits of its currency, even where browsers leave them out', () => {
  assert.equal(formatPrice(149, 'EUR'), '€149.00');
  assert.equal(formatPrice(1200, 'JPY'), 'JP¥1,200');
  assert.equal(formatPrice(1.5, 'KWD').replace(/\s/, ' '), 'KWD 1.500');
  assert.equal(formatPrice(12.5, 'PKR').replace(/\s/, ' '), 'PKR 12.50');
});

test('a price is written as its reader writes prices', () => {
  const written = ['en-US', 'de', 'fr', 'de-AT'].map((locale) => {
    setReaderLocale(locale);
    return formatPrice(1234.5, 'EUR').replaceAll(/\s/g, ' ');
  });
  assert.deepEqual(written, ['€1,234.50', '1.234,50 €', '1 234,50 €', '€ 1.234,50']);
  setReaderLocale('ar-EG');
  assert.match(formatPrice(1234.5, 'EUR'), /١٬٢٣٤٫٥٠/);
});

test('what is no currency stands beside the amount', () => {
  assert.equal(formatPrice(3, 'EURO'), '3.00 EURO');
  assert.equal(formatPrice(3, ''), '3.00');
});

test('prices are added without a loss, in whole minor units', () => {
  const lines = [
    { price: 0.1, qty: 3 },
    { price: 24.9, qty: 2 },
  ];
  assert.equal(totalOf(lines, 'EUR'), 50.1);
  assert.equal(totalOf([{ price: 0.001, qty: 3 }], 'KWD'), 0.003);
  assert.equal(totalOf([{ price: 1200, qty: 3 }], 'JPY'), 3600);
  assert.equal(totalOf([], 'EUR'), 0);
});

test('numbers are written in groups', () => {
  assert.equal(formatCount(96_660), '96,660');
  setReaderLocale('de');
  assert.equal(formatCount(96_660), '96.660');
});
