import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBooks, sumBooks } from './books.ts';

const books = { ticketId: 'adult', capacity: 100, remaining: 60, held: 0, sold: 40 };

test('books hold when what is sold, held and left is the capacity', () => {
  assert.partialDeepStrictEqual(checkBooks([books]), [{ holds: true, missing: 0 }]);
  assert.partialDeepStrictEqual(checkBooks([{ ...books, held: 5, remaining: 55 }]), [
    { holds: true },
  ]);
});

test('a ticket that was sold twice, or has vanished, breaks them', () => {
  assert.partialDeepStrictEqual(checkBooks([{ ...books, sold: 41 }]), [
    { holds: false, missing: -1 },
  ]);
  assert.partialDeepStrictEqual(checkBooks([{ ...books, remaining: 58 }]), [
    { holds: false, missing: 2 },
  ]);
});

test('less than nothing left breaks them, even when it adds up', () => {
  assert.partialDeepStrictEqual(checkBooks([{ ...books, sold: 101, remaining: -1 }]), [
    { holds: false, missing: 0 },
  ]);
});

test('adds up all ticket types', () => {
  assert.deepEqual(sumBooks([books, { ...books, held: 3 }]), {
    capacity: 200,
    remaining: 120,
    held: 3,
    sold: 80,
    missing: -3,
  });
});
