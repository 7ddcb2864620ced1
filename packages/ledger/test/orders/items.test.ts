import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packItems, SLUG, unpackItems } from '../../src/orders/items.ts';

test('packed items can be unpacked', () => {
  const lines = [
    { ticketId: 'day-adult', type: 'adult', qty: 2, unitMinor: 2550 },
    { ticketId: 'day-child', type: 'child', qty: 1, unitMinor: 0 },
  ];
  assert.equal(packItems(lines), 'day-adult:2:2550:adult,day-child:1:0:child');
  assert.deepEqual(unpackItems(packItems(lines)), lines);
});

test('malformed items cannot be unpacked', () => {
  const malformed = ['', ',', 'adult', 'adult:2', 'adult:2:100', ':2:100:adult', 'adult:x:1:adult'];
  const more = [
    'adult:-1:1:adult',
    'adult:1.5:1:adult',
    'adult:1:1:adult,',
    'adult:1:1:adult:more',
  ];
  for (const packed of [...malformed, ...more]) {
    assert.throws(() => unpackItems(packed), /malformed items/, packed);
  }
});

test('a ticket id has only characters that are safe in the packed form', () => {
  for (const id of ['a', '7', 'day-adult', 'a'.repeat(64)]) assert.match(id, SLUG);
  const wrong = ['', 'A', 'a:b', 'a,b', 'a b', '-a', 'a-', 'a'.repeat(65), 'ä', 'a\n', '__proto__'];
  for (const id of wrong) assert.doesNotMatch(id, SLUG);
});
