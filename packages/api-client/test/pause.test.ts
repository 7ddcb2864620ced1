import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, NetworkError, pauseMs, troubleOf } from '@onsale/api-client';

const refusal = (retryAfterS?: number) =>
  new ApiError(503, { error: 'busy', code: 'OVERLOADED', details: [] }, retryAfterS);

test('nobody comes back before the server wants it, nor all at once', () => {
  const pauses = Array.from({ length: 50 }, () => pauseMs(0, refusal(3)));
  assert.ok(pauses.every((pause) => pause >= 3000 && pause <= 6000));
  assert.ok(new Set(pauses).size > 1);
});

test('pauses grow to a limit when the server says nothing', () => {
  const longest = pauseMs(20, new NetworkError('lost'));
  assert.ok(longest >= 4000 && longest <= 12_000, String(longest));
  assert.ok(pauseMs(0, new NetworkError('lost')) <= 1500);
});

test('the pause that a visitor is told is the one that is kept', () => {
  const error = refusal();
  const pause = pauseMs(1, error);
  const beforeMs = Date.now();
  const trouble = troubleOf({
    ...{ fetchStatus: 'fetching', isError: false },
    ...{ failureCount: 2, failureReason: error },
  });
  const tellsMs = trouble?.nextTryAtMs ?? 0;
  assert.ok(tellsMs >= beforeMs + pause && tellsMs <= Date.now() + pause);
});
