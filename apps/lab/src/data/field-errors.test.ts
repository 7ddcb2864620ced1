import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorsElsewhere, fieldErrors, hasErrorBelow } from './field-errors.ts';

const errors = fieldErrors([
  { path: 'stages[1].rps', message: 'must be at most 20000 (MAX_RPS)' },
  { path: 'stages[1].rps', message: 'must be a number' },
  { path: 'part.index', message: 'must be below part.of' },
]);

test('keeps the first sentence for each field', () => {
  assert.equal(errors['stages[1].rps'], 'must be at most 20000 (MAX_RPS)');
});

test('finds what is wrong below a path, and not below one that only begins alike', () => {
  assert.equal(hasErrorBelow(errors, 'stages'), true);
  assert.equal(hasErrorBelow(errors, 'stages[1]'), true);
  assert.equal(hasErrorBelow(errors, 'stage', 'stages[0]'), false);
});

test('names what no field shows', () => {
  assert.deepEqual(errorsElsewhere(errors, ['stages', 'rps']), [
    'part.index must be below part.of',
  ]);
});
