import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ticket } from '@onsale/api-client';
import { basketOf, fitToStock, formatBasket, isReadable, lacksOf } from './basket.ts';
import { currencyOf, limitsOf, parseBasket, totalOfLines, withQty } from './basket.ts';

function ticketOf(id: string, change: Partial<Ticket> = {}): Ticket {
  return {
    ...{ id, name: id.toUpperCase(), type: 'adult', description: '', eventId: 'show' },
    ...{ price: 10, currency: 'EUR', capacity: 100, remaining: 40, onSale: true, soldOut: false },
    ...change,
  };
}

const LIMITS = { least: 1, most: 10 };
const fit = (text: string, tickets: Ticket[], limits = LIMITS) => {
  const { lines, changes } = fitToStock(parseBasket(text), tickets, limits);
  return { basket: formatBasket(basketOf(lines)), changes };
};

test('a basket survives the address', () => {
  const basket = withQty(withQty(parseBasket('seat:2'), 'box', 1), 'seat', 3);
  assert.equal(formatBasket(basket), 'seat:3,box:1');
  assert.deepEqual(parseBasket('seat:3,box:1'), basket);
  assert.equal(formatBasket(withQty(basket, 'seat', 0)), 'box:1');
});

for (const text of ['seat', ':', ':2', 'seat:', 'seat:0', 'seat:-1', 'seat:1.5', 'seat:1e3']) {
  test(`"${text}" is no basket, and is said to be none`, () => {
    assert.equal(parseBasket(text).size, 0);
    assert.equal(isReadable(text), false);
    assert.deepEqual([...parseBasket(`${text},box:1`)], [['box', 1]], 'what is right stays');
  });
}

test('other nonsense is none either', () => {
  assert.equal(isReadable('seat:9999999999999999'), false);
  assert.equal(isReadable('seat:0x10'), false);
  assert.equal(isReadable('seat:٣'), false, 'only the digits that we write ourselves');
  assert.equal(isReadable(null), true);
  assert.equal(isReadable('seat:1,,box:2,'), true);
});

test('the same type twice is added up', () => {
  assert.deepEqual(
    [...parseBasket('seat:1,box:1,seat:2')],
    [
      ['seat', 3],
      ['box', 1],
    ],
  );
});

test('a basket that fits is not changed', () => {
  const tickets = [ticketOf('seat'), ticketOf('box')];
  assert.deepEqual(fit('box:1,seat:2', tickets), { basket: 'seat:2,box:1', changes: [] });
});

test('what the event does not have is taken out, and said once', () => {
  const { basket, changes } = fit('seat:1,x:1,y:2', [ticketOf('seat')]);
  assert.equal(basket, 'seat:1');
  assert.deepEqual(changes, [{ kind: 'unknown' }]);
});

test('99 tickets are cut down to what one order may have', () => {
  const seat = ticketOf('seat');
  const { basket, changes } = fit('seat:99', [ticketOf('seat', { remaining: 500 })]);
  assert.equal(basket, 'seat:10');
  assert.deepEqual(changes, [{ kind: 'tooManyInAll', most: 10 }]);
  const two = fit('seat:8,box:8', [seat, ticketOf('box')]);
  assert.equal(two.basket, 'seat:8,box:2');
  assert.deepEqual(two.changes, [{ kind: 'tooManyInAll', most: 10 }]);
});

test('a ticket type may have a limit of its own', () => {
  const seat = ticketOf('seat', { maxPerOrder: 4 });
  const { basket, changes } = fit('seat:5', [seat]);
  assert.equal(basket, 'seat:4');
  assert.deepEqual(changes, [{ kind: 'tooMany', ticket: seat, most: 4 }]);
});

test('what others have bought meanwhile is taken out, with the reason', () => {
  const reason = (change: Partial<Ticket>) => fit('seat:5', [ticketOf('seat', change)]);
  const kinds = (change: Partial<Ticket>) => reason(change).changes.map(({ kind }) => kind);
  assert.deepEqual(kinds({ remaining: 0, soldOut: true }), ['gone']);
  assert.deepEqual(kinds({ remaining: 0 }), ['taken']);
  assert.deepEqual(kinds({ onSale: false }), ['closed']);
  assert.equal(reason({ remaining: 3 }).basket, 'seat:3');
  assert.deepEqual(kinds({ remaining: 3 }), ['fewer']);
});

test('an order may need a number of tickets, of a type or in all', () => {
  const table = ticketOf('table', { minPerOrder: 4 });
  const lines = [{ ticket: table, qty: 2 }];
  assert.deepEqual(lacksOf(lines, LIMITS), [{ ticket: table, least: 4 }]);
  assert.deepEqual(lacksOf([{ ticket: table, qty: 4 }], { least: 5, most: 10 }), [{ least: 5 }]);
  assert.deepEqual(lacksOf([{ ticket: table, qty: 5 }], { least: 5, most: 10 }), []);
  assert.deepEqual(lacksOf([], { least: 5, most: 10 }), []);
});

test('the narrowest limit holds', () => {
  assert.deepEqual(limitsOf({}, 10), { least: 1, most: 10 });
  assert.deepEqual(limitsOf({ minPerOrder: 2, maxPerOrder: 6 }, 10), { least: 2, most: 6 });
  assert.equal(limitsOf({ maxPerOrder: 20, maxPerCustomer: 4 }, 10).most, 4);
});

test('nothing is lost in adding up, whatever the digits of the currency', () => {
  const total = (price: number, qty: number, currency: string) =>
    totalOfLines([{ ticket: ticketOf('seat', { price, currency }), qty }], currency);
  assert.equal(total(0.1, 3, 'EUR'), 0.3);
  assert.equal(total(1200, 3, 'JPY'), 3600);
  assert.equal(total(4.125, 3, 'KWD'), 12.375);
});

test('prices in two currencies are neither added up nor ordered together', () => {
  const euros = { ticket: ticketOf('seat'), qty: 2 };
  const dollars = { ticket: ticketOf('box', { currency: 'USD', price: 30 }), qty: 1 };
  assert.deepEqual(lacksOf([euros, dollars], LIMITS), ['oneCurrency']);
  assert.deepEqual(lacksOf([dollars], LIMITS), []);
  assert.equal(totalOfLines([euros, dollars], 'EUR'), 20);
  assert.equal(totalOfLines([euros, dollars], 'USD'), 30);
  assert.equal(currencyOf([dollars], { currency: 'EUR' }), 'USD', 'that of the tickets');
  assert.equal(currencyOf([], { currency: 'EUR' }), 'EUR');
});
