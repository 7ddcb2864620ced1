import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadConfig } from '@onsale/api-client';
import { changeOf, formOf, isChanged } from './load-form.ts';

const config: LoadConfig = {
  rps: 100,
  durationS: 60,
  profile: 'constant',
  stages: [{ rps: 5, durationS: 1, ramp: false }],
  arrivals: 'constant',
  event: 'rehearsal',
  mix: [{ ticketId: 'adult', qty: 2, weight: 1 }],
  paymentMethod: 'credit_card',
  connections: 128,
  timeoutMs: 10_000,
  followMaxPerS: 100,
  settleTimeoutS: 30,
  shares: { duplicates: 0.07, badRequests: 0, readers: 0.29 },
  part: { index: 1, of: 3 },
  thresholds: {
    p99Ms: 500,
    failureShare: 0.01,
    clickToSettledP99Ms: 5000,
    lost: 0,
    duplicated: 0,
    droppedShare: 0.001,
  },
};

test('a configuration goes through the form unchanged, with shares in percent there', () => {
  const form = formOf(config);
  assert.deepEqual(form.shares, { duplicates: 7, badRequests: 0, readers: 29 });
  assert.equal(form.thresholds.droppedShare, 0.1);
  assert.deepEqual(changeOf(form), { ok: true, change: config });
});

test('an empty threshold is left out, and one that is not there is empty', () => {
  const form = formOf(config);
  const result = changeOf({ ...form, thresholds: { ...form.thresholds, p99Ms: '' } });
  assert.ok(result.ok);
  assert.ok(!('p99Ms' in (result.change.thresholds ?? {})));
  assert.equal(result.change.thresholds?.lost, 0);
  assert.equal(formOf({ ...config, thresholds: {} }).thresholds.lost, '');
});

test('any other empty field is named by its path', () => {
  const form = formOf(config);
  const result = changeOf({
    ...form,
    rps: '',
    stages: [{ rps: 1, durationS: '', ramp: false }],
    shares: { ...form.shares, readers: '' },
  });
  assert.ok(!result.ok);
  assert.deepEqual(
    result.details.map(({ path }) => path),
    ['rps', 'stages[0].durationS', 'shares.readers'],
  );
});

test('knows whether the form says something else than its configuration', () => {
  const form = formOf(config);
  assert.equal(isChanged(form, config), false);
  assert.equal(isChanged({ ...form, arrivals: 'poisson' }, config), true);
});
