import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadConfig } from '@onsale/api-client';
import { AssumedConfig } from './assumed-config.ts';
import { editedFields, editedForm, remainingEdits } from './form-edits.ts';

const config = (part: Partial<LoadConfig> = {}): LoadConfig => ({
  rps: 100,
  durationS: 60,
  profile: 'constant',
  stages: [],
  arrivals: 'constant',
  event: 'rehearsal',
  mix: [],
  paymentMethod: 'credit_card',
  connections: 128,
  timeoutMs: 10_000,
  followMaxPerS: 100,
  settleTimeoutS: 30,
  shares: { duplicates: 0, badRequests: 0, readers: 0 },
  part: { index: 0, of: 1 },
  thresholds: {},
  ...part,
});

test('the form shows what runs, and what was typed in its place', () => {
  const form = editedForm(config({ durationS: 120 }), { rps: 300 });
  assert.partialDeepStrictEqual(form, { rps: 300, durationS: 120 });
  assert.deepEqual(editedFields(config(), { rps: 300, durationS: 60 }), ['rps']);
});

test('another configuration leaves what was typed alone, until it says the same', () => {
  const edits = { rps: 300, event: 'rehearsal-few' };
  assert.deepEqual(remainingEdits(config({ rps: 200 }), edits), edits);
  assert.deepEqual(remainingEdits(config({ rps: 300 }), edits), { event: 'rehearsal-few' });
});

test('what the generator has accepted counts before its statistics say it', () => {
  const assumed = new AssumedConfig();
  const rps = () => assumed.current?.rps;
  assert.equal(rps(), undefined);
  assumed.tell(config());
  const first = assumed.current;
  assumed.tell(config());
  assert.equal(assumed.current, first, 'the same object while nothing changes');
  assumed.accept(config({ rps: 300 }));
  assert.equal(rps(), 300);
  assumed.tell(config());
  assert.equal(rps(), 300, 'these statistics are older');
  assumed.tell(config({ rps: 400 }));
  assert.equal(rps(), 400, 'somebody else was later');
});
