import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { CreateOrderRequest, ORDER_LIMITS } from '../src/order-request.ts';

const ORDER = {
  customer: { name: 'Žofie O’Brien', email: 'zofie@example.org' },
  items: [{ ticketId: 'adult', qty: 2 }],
  paymentMethod: 'credit_card',
};

function accepts(changes: Record<string, unknown>): boolean {
  return Value.Check(CreateOrderRequest, { ...ORDER, ...changes });
}

test('a normal order is accepted, with or without fields of a newer client', () => {
  assert.ok(accepts({}));
  assert.ok(accepts({ voucher: 'SUMMER' }));
});

test('a customer needs a name and an e-mail address', () => {
  const { name, email } = ORDER.customer;
  for (const customer of [
    {},
    { name },
    { email },
    { name: ' ', email },
    { name: '', email },
    null,
  ]) {
    assert.ok(!accepts({ customer }), JSON.stringify(customer));
  }
  for (const wrong of ['a', 'a@', '@b.c', 'a@b', 'a b@c.d', 'a@b..c', 'a@b.c@d.e', 'a@b.c\n']) {
    assert.ok(!accepts({ customer: { name, email: wrong } }), wrong);
  }
  for (const right of ['a@b.c', 'first.last+tag@sub.example.co.uk', 'ö@пример.рф']) {
    assert.ok(accepts({ customer: { name, email: right } }), right);
  }
});

test('control characters are refused', () => {
  for (const name of ['a\u0000b', 'a\nb', 'a\u007fb', 'a\u0085b', 'a\u2028b']) {
    assert.ok(!accepts({ customer: { ...ORDER.customer, name } }), JSON.stringify(name));
    assert.ok(!accepts({ paymentMethod: name }), JSON.stringify(name));
  }
});

test('a quantity is a positive integer, not a string', () => {
  for (const qty of [0, -1, 1.5, '2', null, ORDER_LIMITS.qty + 1]) {
    assert.ok(!accepts({ items: [{ ticketId: 'adult', qty }] }), String(qty));
  }
});

test('an order has at least one line and at most the limit', () => {
  const lines = (count: number) => Array.from({ length: count }, () => ORDER.items[0]);
  assert.ok(!accepts({ items: [] }));
  assert.ok(accepts({ items: lines(ORDER_LIMITS.lines) }));
  assert.ok(!accepts({ items: lines(ORDER_LIMITS.lines + 1) }));
});
