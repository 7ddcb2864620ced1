import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCurrency, onlineAmountsOf } from '../../src/index.ts';

test('the least amount and the step are in ISO minor units', () => {
  const expected = {
    USD: [50, 1],
    JPY: [50, 1],
    HUF: [17_500, 1],
    // Whole units only, and three digits of which the last is 0.
    MGA: [100, 100],
    KWD: [10, 10],
    // Has no digits by ISO 4217.
    ISK: [1, 1],
  };
  for (const [currency, [leastMinor, stepMinor]] of Object.entries(expected)) {
    assert.ok(isCurrency(currency));
    assert.deepEqual(onlineAmountsOf(currency), { leastMinor, stepMinor }, currency);
  }
});
