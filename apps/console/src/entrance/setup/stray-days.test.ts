import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strayTypes } from './stray-days.ts';

test('days that the event does not have are told, and whether a type has no others', () => {
  const types = [
    { ticketId: 'pass', name: 'Pass' },
    { ticketId: 'friday', name: 'Friday', days: ['2087-07-03'] },
    { ticketId: 'both', name: 'Both', days: ['2087-07-04', '2087-07-11'] },
  ];
  assert.deepEqual(strayTypes(types, ['2087-07-03', '2087-07-04']), [
    { ticketId: 'both', name: 'Both', days: ['2087-07-11'], isShut: false },
  ]);
  assert.deepEqual(strayTypes(types, ['2087-07-10', '2087-07-11']), [
    { ticketId: 'friday', name: 'Friday', days: ['2087-07-03'], isShut: true },
    { ticketId: 'both', name: 'Both', days: ['2087-07-04'], isShut: false },
  ]);
});
