import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOf } from '../src/index.ts';

test('a city that the venue names already is not said twice', () => {
  assert.equal(placeOf({ venue: 'Old Hall', city: 'Ghent' }), 'Old Hall, Ghent');
  assert.equal(placeOf({ venue: 'Old Hall, Ghent', city: 'Ghent' }), 'Old Hall, Ghent');
  assert.equal(placeOf({ venue: 'Old Hall' }), 'Old Hall');
});
