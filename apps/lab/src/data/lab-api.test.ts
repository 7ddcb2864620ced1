import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, NetworkError } from '@onsale/api-client';
import { isUnreachable } from './lab-api.ts';

const refusal = (code: string) => new ApiError(503, { error: code, code, details: [] }, undefined);

test('a service is unreachable when nothing answers, or the door says so, and not when it refuses', () => {
  assert.ok(isUnreachable(new NetworkError('lost')));
  assert.ok(isUnreachable(refusal('SERVICE_UNAVAILABLE')));
  assert.ok(!isUnreachable(refusal('REDIS_UNAVAILABLE')));
  assert.ok(!isUnreachable(refusal('TARGET_UNAVAILABLE')));
});
