import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeOffer, Ticket } from '@onsale/api-client';
import { codeFor, discountOf, isInTime, lacksOfCode, limitsWith, ticketsWith } from './offer.ts';

function ticketOf(id: string, change: Partial<Ticket> = {}): Ticket {
  return {
    ...{ id, name: id.toUpperCase(), type: 'adult', description: '', eventId: 'show' },
    ...{ price: 10, currency: 'EUR', capacity: 100, remaining: 40, onSale: true, soldOut: false },
    ...change,
  };
}

const SEAT = ticketOf('seat');
const CREW = ticketOf('crew', { price: 5 });
const offerOf = (change: Partial<CodeOffer>): CodeOffer => {
  return { code: 'SUMMER', tickets: [], unit: 'order', ...change };
};
const line = (ticket: Ticket, qty: number) => ({ ticket, qty });

test('a code can be used from its beginning until before its end', () => {
  const span = { validFrom: '2087-01-01T10:00:00Z', validTo: '2087-01-01T11:00:00Z' };
  const at = (moment: string) => isInTime(span, Date.parse(moment));
  assert.deepEqual(
    ['2087-01-01T09:59:59.999Z', span.validFrom, '2087-01-01T10:59:59Z', span.validTo].map(at),
    [false, true, true, false],
  );
  assert.equal(isInTime({}, 0), true);
  assert.equal(isInTime({ validFrom: span.validFrom }, Date.parse(span.validTo)), true);
});

test('what only the code sells comes first, and nothing twice', () => {
  const early = { ...SEAT, onSale: false };
  assert.deepEqual(ticketsWith(undefined, [SEAT]), [SEAT]);
  const shown = ticketsWith(offerOf({ tickets: [CREW, SEAT] }), [early, ticketOf('box')]);
  assert.deepEqual(
    shown.map(({ id, onSale }) => [id, onSale]),
    [
      ['crew', true],
      ['seat', true],
      ['box', true],
    ],
  );
});

test('a code raises what a ticket type allows in an order, and lowers nothing', () => {
  const tickets = [
    ticketOf('few', { maxPerOrder: 2 }),
    ticketOf('many', { maxPerOrder: 50 }),
    SEAT,
  ];
  assert.deepEqual(
    ticketsWith(offerOf({ maxPerOrder: 30 }), tickets).map(({ maxPerOrder }) => maxPerOrder),
    [30, 50, undefined],
  );
});

test('a code raises the limit of the order, but not that of a customer', () => {
  const limits = { least: 2, most: 8 };
  assert.deepEqual(limitsWith(undefined, limits), limits);
  assert.deepEqual(limitsWith(offerOf({ maxPerOrder: 30 }), limits), { least: 2, most: 30 });
  assert.deepEqual(limitsWith(offerOf({ maxPerOrder: 4 }), limits), limits);
  assert.deepEqual(limitsWith(offerOf({ maxPerOrder: 30 }), limits, 12), { least: 2, most: 12 });
});

test('a discount is of what it is for, in the currency', () => {
  const lines = [line(SEAT, 3), line(CREW, 2)];
  assert.equal(discountOf(undefined, lines, 'EUR'), 0);
  assert.equal(discountOf(offerOf({ percent: 12.5 }), lines, 'EUR'), 5);
  assert.equal(discountOf(offerOf({ percent: 50, discounted: ['crew'] }), lines, 'EUR'), 5);
  assert.equal(discountOf(offerOf({ amount: 4.1 }), lines, 'EUR'), 4.1);
  assert.equal(discountOf(offerOf({ amount: 4.1, unit: 'ticket' }), lines, 'EUR'), 20.5);
  assert.equal(discountOf(offerOf({ amount: 999 }), lines, 'EUR'), 40, 'never more than it costs');
  assert.equal(discountOf(offerOf({ percent: 10 }), lines, 'JPY'), 0, 'not of other currencies');
});

test('a discount leaves nothing between zero and the least that can be paid', () => {
  const most = offerOf({ percent: 99, leastTotal: 0.5 });
  assert.equal(discountOf(most, [line(SEAT, 1)], 'EUR'), 9.5);
  assert.equal(discountOf({ ...most, percent: 100 }, [line(SEAT, 1)], 'EUR'), 10);
  const stepped = offerOf({ percent: 10, totalStep: 1 });
  assert.equal(
    discountOf(stepped, [line(ticketOf('yen', { currency: 'ISK', price: 15 }), 1)], 'ISK'),
    1,
  );
});

test('an order names a code only where it makes a difference', () => {
  const lines = [line(SEAT, 1)];
  assert.equal(codeFor(undefined, lines), undefined);
  assert.equal(codeFor(offerOf({ percent: 10 }), lines), 'SUMMER');
  assert.equal(codeFor(offerOf({ percent: 10, discounted: ['crew'] }), lines), undefined);
  assert.equal(codeFor(offerOf({ tickets: [CREW] }), lines), undefined);
  assert.equal(codeFor(offerOf({ tickets: [CREW] }), [line(CREW, 1)]), 'SUMMER');
  assert.equal(codeFor(offerOf({ maxPerOrder: 30 }), lines), 'SUMMER');
});

test('tickets beyond what is left of a code are too many, where each is a use', () => {
  const left = offerOf({ percent: 10, discounted: ['crew'], unit: 'ticket', usesLeft: 2 });
  assert.deepEqual(lacksOfCode(left, [line(CREW, 2), line(SEAT, 9)]), []);
  assert.deepEqual(lacksOfCode(left, [line(CREW, 3)]), [{ uses: 2 }]);
  assert.deepEqual(lacksOfCode({ ...left, unit: 'order' }, [line(CREW, 3)]), []);
  assert.deepEqual(lacksOfCode(undefined, [line(CREW, 3)]), []);
  // A ticket that it both opens and discounts is one use.
  assert.deepEqual(lacksOfCode({ ...left, tickets: [CREW] }, [line(CREW, 2)]), []);
});
