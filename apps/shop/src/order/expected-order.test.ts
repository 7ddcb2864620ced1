import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Order } from '@onsale/contracts';
import type { CreateOrderRequest, CreateOrderResponse, Ticket } from '@onsale/api-client';
import { Check } from 'typebox/value';
import { expectedOrder } from './expected-order.ts';

const order: CreateOrderRequest = {
  customer: { name: 'Ada Okoro', email: 'ada@example.com' },
  items: [{ ticketId: 'seat', qty: 3 }],
  paymentMethod: 'online',
  expectedTotal: 0.3,
  terms: '2',
};
const response: CreateOrderResponse = {
  ...{ orderId: 'o1', status: 'pending', grandTotal: 0.3, currency: 'EUR', message: 'In line.' },
};
const seat = { id: 'seat', name: 'Seat', type: 'adult', price: 0.1 } as Ticket;
const placedAtMs = Date.parse('2087-01-01T12:00:00Z');

test('an order that was just placed has everything that the page of an order draws', () => {
  const shown = { eventId: 'show', tickets: [seat], placedAtMs };
  const expected = expectedOrder({ order, response }, shown);
  assert.ok(Check(Order, expected));
  assert.deepEqual(expected, {
    ...{ orderId: 'o1', eventId: 'show', customer: order.customer },
    items: [{ ticketId: 'seat', type: 'adult', qty: 3, unitPrice: 0.1, total: 0.3 }],
    ...{ grandTotal: 0.3, currency: 'EUR', paymentMethod: 'online', status: 'pending' },
    ...{ message: 'In line.', terms: '2', createdAt: '2087-01-01T12:00:00.000Z' },
  });
});

test('a ticket type that was withdrawn meanwhile does not hinder it', () => {
  const shown = { eventId: 'show', tickets: [], placedAtMs };
  const [item] = expectedOrder({ order, response }, shown).items;
  assert.deepEqual([item?.qty, item?.total], [3, 0]);
});
