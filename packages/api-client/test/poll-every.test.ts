import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseAfter, pollEvery } from '@onsale/api-client';

test('pages that were opened in one moment do not ask in one moment', () => {
  const pauses = Array.from({ length: 1000 }, (_, i) => pauseAfter(1_800_000_000_000 + i, 1000, 0));
  assert.ok(Math.min(...pauses) >= 800 && Math.max(...pauses) <= 1200);
  assert.ok(new Set(pauses).size > 200);
});

test('the pause is the same until the next answer, however often the page is drawn', () => {
  const interval = pollEvery(1000);
  const state = { dataUpdatedAt: 1_800_000_000_000, errorUpdatedAt: 0 };
  assert.equal(interval({ state }), interval({ state }));
});

test('a page that nobody touches asks less often', () => {
  const [busy, idle] = [0, 200_000].map((idleMs) => pauseAfter(1, 1000, idleMs));
  assert.ok(Math.abs((idle ?? 0) - 8 * (busy ?? 0)) <= 8);
});
