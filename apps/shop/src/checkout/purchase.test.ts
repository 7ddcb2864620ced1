import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { CreateOrderRequest } from '@onsale/api-client';
import {
  endPurchase,
  forgetPurchase,
  isFirstWayToPay,
  isUnclear,
  isUnfinished,
  lastWanted,
  noteNotSent,
  notePlaced,
  noteRefused,
  noteSent,
  noteWanted,
  readPlaced,
  readPurchase,
  typeAgain,
} from './purchase.ts';

const NAME = 'onsale.purchase.show';

function orderOf(name: string): CreateOrderRequest {
  return {
    customer: { name, email: 'ada@example.com' },
    items: [{ ticketId: 'seat', qty: 1 }],
    paymentMethod: 'online',
  };
}

const [first, second] = [orderOf('Ada'), orderOf('Grace')];

afterEach(() => forgetPurchase('show'));

test('a purchase keeps its key until an order has come of it', () => {
  const { key } = noteWanted('show', first);
  noteSent('show', first);
  noteRefused('show', first);
  assert.equal(noteWanted('show', second).key, key);
  noteSent('show', second);
  notePlaced('show', 'order-1', second);
  assert.deepEqual(readPlaced('show'), { orderId: 'order-1', items: second.items });
  const next = noteWanted('show', first);
  assert.notEqual(next.key, key);
  assert.deepEqual([next.sent, next.orderId], [[], undefined]);
});

test('what never left is not unclear, and what left is until it is refused', () => {
  noteWanted('show', first);
  assert.equal(isUnclear(readPurchase('show')), false);
  assert.equal(isUnfinished(readPurchase('show')), true);
  noteNotSent('show');
  assert.equal(isUnfinished(readPurchase('show')), false);
  noteWanted('show', first);
  noteSent('show', first);
  noteNotSent('show');
  assert.equal(isUnclear(readPurchase('show')), true);
  assert.deepEqual(lastWanted(readPurchase('show')), first);
  noteRefused('show', first);
  assert.equal(isUnfinished(readPurchase('show')), false);
});

test('what is sent again is noted once, the last at the end', () => {
  noteWanted('show', first);
  for (const order of [first, second, first]) noteSent('show', order);
  assert.deepEqual(readPurchase('show')?.sent, [second, first]);
});

test('purchases of two events do not meet', () => {
  const { key } = noteWanted('show', first);
  assert.notEqual(noteWanted('other', first).key, key);
  forgetPurchase('other');
  assert.equal(readPurchase('other'), undefined);
  assert.equal(readPurchase('show')?.key, key);
});

test('a reload reads what was noted, and so does a tab that was duplicated', () => {
  const { key } = noteWanted('show', first);
  noteSent('show', first);
  // A duplicated tab starts with a copy, and sends under the same key: at most one order comes of both.
  const copy = sessionStorage.getItem(NAME) ?? '';
  notePlaced('show', 'order-1', first);
  sessionStorage.setItem(NAME, copy);
  assert.equal(noteWanted('show', first).key, key);
});

test('what is not a purchase is as good as nothing', () => {
  const key = 'a'.repeat(32);
  const good = { key, sent: [first], pressedAtMs: 1 };
  sessionStorage.setItem(NAME, JSON.stringify(good));
  assert.deepEqual(readPurchase('show'), good);
  const malformed = [
    ...['', '{', 'null', '[]', '"text"', '7', '{}'],
    JSON.stringify({ ...good, key: '' }),
    JSON.stringify({ ...good, key: 'x\ny' }),
    JSON.stringify({ ...good, sent: undefined }),
    JSON.stringify({ ...good, sent: [{}] }),
    JSON.stringify({ ...good, sent: [{ ...first, customer: null }] }),
    JSON.stringify({ ...good, unsent: { items: [] } }),
    JSON.stringify({ ...good, pressedAtMs: '1' }),
    JSON.stringify({ ...good, orderId: 7 }),
    JSON.stringify(good).slice(0, -4),
  ];
  for (const text of malformed) {
    sessionStorage.setItem(NAME, text);
    assert.equal(readPurchase('show'), undefined, text);
    assert.equal(isUnfinished(readPurchase('show')), false);
    assert.equal(readPlaced('show'), undefined);
  }
  assert.match(noteWanted('show', first).key, /^[0-9a-f]{32}$/);
});

test('a browser that keeps nothing is made up for by the page', (t) => {
  const fail = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const storage = { getItem: fail, setItem: fail, removeItem: fail };
  t.mock.getter(globalThis, 'sessionStorage', () => storage as unknown as Storage);
  const { key } = noteWanted('show', first);
  noteSent('show', first);
  assert.equal(readPurchase('show')?.key, key);
  assert.equal(isUnclear(readPurchase('show')), true);
  forgetPurchase('show');
  assert.equal(readPurchase('show'), undefined);
});

test('the page leads to the payment once, and only for the order of this window', () => {
  const order = { eventId: 'show', orderId: 'order-1' };
  assert.equal(isFirstWayToPay(order), false);
  noteWanted('show', first);
  noteSent('show', first);
  notePlaced('show', 'order-1', first);
  assert.equal(isFirstWayToPay({ ...order, orderId: 'order-2' }), false);
  assert.deepEqual([isFirstWayToPay(order), isFirstWayToPay(order)], [true, false]);
});

test('after an order that came to nothing, what was typed is there for another purchase', () => {
  const { key } = noteWanted('show', first);
  noteSent('show', first);
  notePlaced('show', 'order-1', first);
  endPurchase({ eventId: 'show', orderId: 'order-0' });
  assert.equal(readPlaced('show')?.orderId, 'order-1');
  endPurchase({ eventId: 'show', orderId: 'order-1' });
  const ended = readPurchase('show');
  assert.deepEqual([readPlaced('show'), ended?.typed, ended?.sent], [undefined, first, []]);
  assert.equal(isUnfinished(ended), false);
  assert.notEqual(noteWanted('show', second).key, key);
});

test('an order that is on its way is not given up for another one', () => {
  const { key } = noteWanted('show', first);
  noteSent('show', first);
  typeAgain('show', second);
  assert.equal(readPurchase('show')?.key, key);
  assert.equal(isUnclear(readPurchase('show')), true);
});
