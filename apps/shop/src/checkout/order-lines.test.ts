import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, type CreateOrderRequest, type Ticket } from '@onsale/api-client';
import { fitToStock, parseBasket } from '../event/basket.ts';
import { orderLines } from './order-lines.ts';
import type { PurchaseState } from './use-purchase.ts';

const seat: Ticket = {
  ...{ id: 'seat', name: 'Seat', type: 'adult', price: 20, currency: 'EUR', description: '' },
  ...{ eventId: 'show', capacity: 10, remaining: 10, onSale: true, soldOut: false },
};
const gone: Ticket = { ...seat, remaining: 0, soldOut: true };
const order = { items: [{ ticketId: 'seat', qty: 10 }] } as CreateOrderRequest;

function shown(state: PurchaseState, ticket: Ticket, chosen = 'seat:10') {
  const basket = parseBasket(chosen);
  const fitted = fitToStock(basket, [ticket]);
  const { lines, changes, kept } = orderLines(state, { basket, fitted, tickets: [ticket] });
  return {
    qty: lines.map(({ qty }) => qty),
    changes: changes.map(({ kind }) => kind),
    isKept: kept !== undefined,
  };
}

const sending: PurchaseState = { step: 'sending', order, isUnclear: false };
const stopped: PurchaseState = { step: 'stopped', order, isUnclear: true };
const refused = (code: string): PurchaseState => ({
  ...{ step: 'refused', order, atMs: 0 },
  error: new ApiError(409, { error: '', code, details: [] }, undefined),
});

test('before anything is ordered, the stock decides', () => {
  assert.deepEqual(shown({ step: 'idle' }, seat), { qty: [10], changes: [], isKept: false });
  assert.deepEqual(shown({ step: 'idle' }, gone), { qty: [], changes: ['gone'], isKept: false });
});

test('an order on its way keeps its tickets, although they were the last', () => {
  assert.deepEqual(shown(sending, gone), { qty: [10], changes: [], isKept: true });
  const part = { ...seat, remaining: 3 };
  assert.deepEqual(shown(sending, part), { qty: [10], changes: [], isKept: true });
});

test('so does one that may have arrived, until the choice is another one', () => {
  assert.deepEqual(shown(stopped, gone), { qty: [10], changes: [], isKept: true });
  assert.deepEqual(shown(stopped, seat, 'seat:2'), { qty: [2], changes: [], isKept: false });
  const unsent: PurchaseState = { ...stopped, isUnclear: false };
  assert.deepEqual(shown(unsent, gone), { qty: [], changes: ['gone'], isKept: false });
});

test('tickets that others hold can be tried again, sold out ones can not', () => {
  assert.equal(shown(refused('HELD_BY_OTHERS'), { ...gone, soldOut: false }).isKept, true);
  assert.deepEqual(shown(refused('SOLD_OUT'), gone).changes, ['gone']);
});
