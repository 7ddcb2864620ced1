import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Value } from 'typebox/value';
import { ApiError, ERROR_GROUPS, ERRORS, type ErrorCode } from '../src/errors.ts';
import { ErrorBody } from '../src/schema.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];

test('error codes are upper case, in one group each, and have an error status', () => {
  const grouped = Object.values(ERROR_GROUPS).flatMap((group) => Object.keys(group));
  assert.deepEqual(grouped.sort(), [...CODES].sort());
  for (const code of CODES) {
    assert.match(code, /^[A-Z]+(_[A-Z]+)*$/);
    assert.ok(ERRORS[code].status >= 400 && ERRORS[code].status <= 507, code);
  }
});

test('an error carries the status of its code', () => {
  for (const code of CODES) {
    const error = new ApiError(code, 'something is wrong');
    assert.equal(error.statusCode, ERRORS[code].status);
    assert.ok(error instanceof Error);
  }
});

test('details, retry time and cause are present only when given', () => {
  const bare = new ApiError('NOT_FOUND', 'no such thing');
  assert.deepEqual([bare.details, bare.retryAfterS, bare.cause], [[], undefined, undefined]);
  const cause = new Error('the reason');
  const details = [{ path: 'items[0].qty', message: 'must be 1 or more' }];
  const full = new ApiError('OVERLOADED', 'too busy', { details, retryAfterS: 2, cause });
  assert.deepEqual([full.details, full.retryAfterS, full.cause], [details, 2, cause]);
});

test('an error body consists of error, code and details', () => {
  const body = { error: 'No such order', code: 'ORDER_NOT_FOUND', details: [] };
  assert.ok(Value.Check(ErrorBody, body));
  assert.ok(!Value.Check(ErrorBody, { error: 'No such order' }));
});
