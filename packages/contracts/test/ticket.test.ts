import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { TicketQuery } from '../src/ticket.ts';

test('a price filter accepts numbers as long as programs print them', () => {
  for (const price of ['25', '25.50', '-1', '0', String(100 / 3)]) {
    assert.ok(Value.Check(TicketQuery, { min_price: price, max_price: price }), price);
  }
  for (const price of ['', 'cheap', 'NaN', '1,5', '25.', '.5', '0x10', ' 1', 'Infinity']) {
    assert.ok(!Value.Check(TicketQuery, { min_price: price }), price);
  }
});
