import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import * as fc from 'fast-check';
import { currencyExponent, isCurrency, parseMinor, toDecimal } from '../../src/catalog/money.ts';

/**
 * Codes known to Node that can't price a ticket: units of account, and codes without a minor unit.
 */
const NO_PRICES = new Set(['XDR', 'XSU', 'XUA', 'XXX', 'XTS', 'XAG', 'XAU', 'XPD', 'XPT']);

test('tickets can be priced in every currency Node knows', () => {
  // Fails when a Node upgrade adds currencies: look up their minor units in ISO 4217.
  const missing = Intl.supportedValuesOf('currency').filter((code) => !isCurrency(code));
  assert.deepEqual(
    missing.filter((code) => !NO_PRICES.has(code)),
    [],
  );
});

test('each currency has its ISO 4217 digits, not those a browser shows', () => {
  const iso = {
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    2: 'EUR USD HUF COP IDR PKR AFN ALL IRR LAK LBP MGA MMK KPW SLL SOS SYP YER TWD CRC',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  };
  for (const [digits, codes] of Object.entries(iso)) {
    for (const code of codes.split(' ')) {
      assert.ok(isCurrency(code), code);
      assert.equal(currencyExponent(code), Number(digits), code);
    }
  }
  assert.equal(parseMinor('12.50', 'PKR'), 1250);
});

test('a million zeros are rejected without being parsed', () => {
  assert.equal(parseMinor(`1.${'0'.repeat(1_000_000)}1`, 'USD'), undefined);
  assert.equal(parseMinor('9'.repeat(1_000_000), 'USD'), undefined);
});

test('only ISO 4217 codes are currencies', () => {
  assert.ok(isCurrency('USD'));
  for (const code of ['usd', 'EURO', 'XX', '', '__proto__']) assert.ok(!isCurrency(code), code);
});

test('a decimal is parsed into minor units', () => {
  assert.equal(parseMinor('25', 'USD'), 2500);
  assert.equal(parseMinor('25.5', 'USD'), 2550);
  assert.equal(parseMinor('25.50', 'USD'), 2550);
  assert.equal(parseMinor('0.07', 'USD'), 7);
  assert.equal(parseMinor('-0.07', 'USD'), -7);
  assert.equal(parseMinor('1200', 'JPY'), 1200);
  assert.equal(parseMinor('1.234', 'KWD'), 1234);
});

test('amounts without an exact binary representation are parsed exactly', () => {
  assert.equal(parseMinor('1.005', 'KWD'), 1005);
  assert.equal(parseMinor('4.35', 'EUR'), 435);
  assert.equal(parseMinor('90071992547409.91', 'EUR'), Number.MAX_SAFE_INTEGER);
});

test('trailing zeros beyond the digits of the currency are ignored', () => {
  assert.equal(parseMinor('25.500', 'USD'), 2550);
  assert.equal(parseMinor('1200.0', 'JPY'), 1200);
});

test('amounts that are not exact in minor units are rejected', () => {
  assert.equal(parseMinor('0.001', 'USD'), undefined);
  assert.equal(parseMinor('1.5', 'JPY'), undefined);
  assert.equal(parseMinor('90071992547409.92', 'EUR'), undefined);
  for (const text of ['', '.', '.5', '5.', '1e3', '0x10', '1,50', '1_000', ' 1', '+1', 'NaN']) {
    assert.equal(parseMinor(text, 'USD'), undefined, text);
  }
});

test('minor units are shown as a decimal number', () => {
  assert.equal(toDecimal(2550, 'USD'), 25.5);
  assert.equal(toDecimal(7, 'USD'), 0.07);
  assert.equal(toDecimal(1200, 'JPY'), 1200);
  assert.equal(toDecimal(1234, 'KWD'), 1.234);
});

test('every amount survives a round trip', () => {
  const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(amounts, fc.constantFrom('JPY', 'EUR', 'KWD'), (minor, currency) => {
      assert.equal(parseMinor(String(toDecimal(minor, currency)), currency), minor);
    }),
    { seed: TEST_SEED },
  );
});
