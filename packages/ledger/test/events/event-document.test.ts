import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  digestDocument,
  feeMinorOf,
  isWindowOpen,
  salesWindowOf,
  taxMinorOf,
} from '../../src/index.ts';
import { documentOf, ticketOf } from './test-event.ts';

test('the tax contained in a price is rounded to the nearest minor unit', () => {
  const tax = (taxRate: number, gross: number) => taxMinorOf(documentOf({ taxRate }), gross);
  assert.equal(tax(19, 11_900), 1900);
  assert.equal(tax(8.1, 1000), 75);
  assert.equal(tax(20, 3), 1);
  assert.equal(tax(100, 1), 1);
  assert.equal(tax(0, 1000), 0);
  assert.equal(taxMinorOf(documentOf(), 1000), 0);
  assert.equal(tax(25, 9_007_199_254_740_990), 1_801_439_850_948_198);
});

test('a fee is that of the ticket type, or of an event in its currency', () => {
  const event = documentOf({ feeMinor: 150 });
  assert.equal(feeMinorOf(event, ticketOf('a')), 150);
  assert.equal(feeMinorOf(event, ticketOf('a', { feeMinor: 0 })), 0);
  assert.equal(feeMinorOf(event, ticketOf('a', { currency: 'JPY' })), 0);
  assert.equal(feeMinorOf(event, ticketOf('a', { priceMinor: 0 })), 0);
  assert.equal(feeMinorOf(documentOf(), ticketOf('a')), 0);
});

test('a window includes its first moment and not its last', () => {
  const [salesFrom, salesTo] = ['2087-01-01T00:00:00Z', '2087-02-01T00:00:00Z'];
  const window = salesWindowOf(documentOf({ salesFrom, salesTo }));
  const open = [salesFrom, salesTo].map((text) => isWindowOpen(window, Date.parse(text)));
  assert.deepEqual(open, [true, false]);
});

test('an empty field, such as one added by a later release, does not change the digest', () => {
  const document = documentOf();
  const { name, ...rest } = document;
  const later = { ...rest, salesFrom: undefined, isHidden: false, note: '', name };
  assert.equal(digestDocument(later), digestDocument(document));
  assert.notEqual(digestDocument({ ...later, name: 'Other' }), digestDocument(document));
});
