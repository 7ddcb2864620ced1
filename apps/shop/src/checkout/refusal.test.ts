import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, isTemporary } from '@onsale/api-client';
import { ERRORS, type ErrorCode } from '@onsale/contracts';
import { REFUSALS, refusalOf } from './refusal.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const isAskedAgain = (code: ErrorCode) =>
  isTemporary(new ApiError(ERRORS[code].status, { error: '', code, details: [] }, undefined));

test('each code is either asked again by itself or told in words, never both', () => {
  for (const code of CODES) {
    assert.ok(typeof refusalOf(code) === 'string');
    assert.ok(!(code in REFUSALS && isAskedAgain(code)), code);
  }
});

test('what an order is told by a shop that sells has words of its own', () => {
  const conflicts = ['SOLD_OUT', 'HELD_BY_OTHERS', 'NOT_ON_SALE', 'PRICE_CHANGED', 'TERMS_CHANGED'];
  for (const code of conflicts) assert.notEqual(refusalOf(code), 'general', code);
  const temporary = ['OVERLOADED', 'RATE_LIMITED', 'REDIS_UNAVAILABLE', 'REQUEST_TIMEOUT'] as const;
  for (const code of temporary) assert.ok(isAskedAgain(code), code);
});

test('a code that is not known has general words', () => {
  assert.equal(refusalOf('SOMETHING_NEW'), 'general');
  assert.equal(refusalOf('toString'), 'general');
});
