import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntranceOfEvent } from '@onsale/api-client';
import { setupForm, setupOfForm, withoutEntrance } from './setup-form.ts';

const SAVED: EntranceOfEvent = {
  eventId: 'fest',
  revision: 3,
  settings: {
    entrances: [
      { entranceId: 'main', name: 'Main' },
      { entranceId: 'north', name: 'North gate' },
    ],
    types: [
      { ticketId: 'pass', admits: 'daily', note: 'Check age' },
      { ticketId: 'vip', admits: 'once', days: ['2087-07-04'], entranceIds: ['north'] },
    ],
    dayStartsAt: '06:00',
    opensAt: '2087-07-03T15:00:00Z',
    namesOnDevices: true,
  },
  days: ['2087-07-03', '2087-07-04'],
  types: ['pass', 'vip', 'day'].map((ticketId) => ({ ticketId, name: ticketId })),
};

test('settings go through the form and come out the same', () => {
  const form = setupForm(SAVED, 'Europe/Berlin');
  assert.equal(form.opensAt, '2087-07-03T17:00');
  assert.equal(form.types.length, 3);
  assert.deepEqual(setupOfForm(form, 'Europe/Berlin'), {
    ...SAVED.settings,
    types: [...SAVED.settings.types, { ticketId: 'day', admits: 'once' }],
    opensAt: '2087-07-03T17:00:00+02:00',
  });
});

test('what is emptied is not said', () => {
  const form = setupForm(SAVED, 'Europe/Berlin');
  const types = form.types.map((type) => ({ ...type, days: [], entranceIds: [], note: '  ' }));
  const { opensAt, ...settings } = setupOfForm({ ...form, types, opensAt: '' }, 'Europe/Berlin');
  assert.equal(opensAt, undefined);
  assert.deepEqual(settings.types[1], { ticketId: 'vip', admits: 'once' });
});

test('no type is left at an entrance that is removed', () => {
  const form = withoutEntrance(setupForm(SAVED, 'Europe/Berlin'), 'north');
  assert.deepEqual(
    form.entrances.map(({ entranceId }) => entranceId),
    ['main'],
  );
  assert.deepEqual(form.types.find(({ ticketId }) => ticketId === 'vip')?.entranceIds, []);
});
