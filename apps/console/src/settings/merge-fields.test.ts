import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeFields } from './merge-fields.ts';
import { officeForm, officeOfForm, sellerForm, sellerOfForm } from './settings-form.ts';

test('what only the other has changed is taken over; where both have, mine stays', () => {
  const base = { name: 'Shop', website: '', terms: '1' };
  const mine = { name: 'Mine', website: '', terms: '2' };
  const theirs = { name: 'Theirs', website: 'https://theirs.example', terms: '2' };
  assert.deepEqual(mergeFields(base, mine, theirs), {
    form: { name: 'Mine', website: 'https://theirs.example', terms: '2' },
    conflicts: ['name'],
    takenOver: ['website'],
  });
});

test('settings are the same when they have been in a form', () => {
  const seller = { name: 'Ada', imprint: 'Ada', terms: { version: '1', text: 'Fine' } };
  assert.deepEqual(sellerOfForm(sellerForm(seller)), seller);
  const settings = {
    ...{ senderEmail: 'ada@ada.example', languages: ['de' as const], keepDays: 30 },
    newEvents: { currency: 'EUR', taxRate: 19 },
  };
  assert.deepEqual(officeOfForm(officeForm(settings)), settings);
});
