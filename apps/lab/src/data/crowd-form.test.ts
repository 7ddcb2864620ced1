import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowdFormOf, crowdStartOf } from './crowd-form.ts';

const config = {
  ...{ event: 'rehearsal-line', people: 1000, withinS: 10, seed: 7 },
  shares: { refreshing: 0.1, leaving: 0.08, twoTabs: 0.05, copying: 0.03, bots: 0.041 },
};

test('what the generator has is what the form sends, with another seed', () => {
  const form = crowdFormOf(config);
  assert.equal(form.shares.bots, 4.1);
  const { seed: _seed, ...rest } = config;
  assert.deepEqual(crowdStartOf(form), rest);
});

test('an empty field gets its default, and an empty share is nobody', () => {
  const form = { ...crowdFormOf(config), people: '' as const };
  form.shares.bots = '';
  const sent = crowdStartOf(form);
  assert.equal('people' in sent, false);
  assert.equal(sent.shares?.bots, 0);
});
