import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LiveLine, OfficeEvent } from '@onsale/api-client';
import { loadTexts, m } from '../app/texts.ts';
import { wordsOfLine } from './words-of-line.ts';

await loadTexts('en');

const OPEN = { isPaused: false, isClosed: false };
const event = { status: 'on_sale', event: { waitingRoom: { opens: 'always' } } } as OfficeEvent;
const LINE: LiveLine = {
  ...{ at: '2087-06-18T10:00:05.000Z', eventId: 'noon', name: 'Noon', isWorkedOn: true },
  ...{ timeZone: 'Europe/Berlin', settings: OPEN },
  ...{ slowed: 0, away: 0, joined: 0, admitted: 0, served: 0, missed: 0, left: 0 },
};
const lineIn = (told: Partial<NonNullable<LiveLine['told']>>, more: Partial<LiveLine> = {}) => ({
  ...LINE,
  ...more,
  told: {
    ...{ eventId: 'noon', name: 'Noon', status: 'open' as const, serving: 0, lastNumber: 0 },
    ...{ lobby: 0, waiting: 0, turns: 0, before: [], left: [], remaining: 10, held: 0 },
    ...{ turnS: 300, pollS: 2, spreadS: 1, ...told },
  },
});
const say = (line: LiveLine, settings = OPEN, of = event) =>
  wordsOfLine(line, { event: of, settings });

test('a line says what it does, and why it does nothing', () => {
  assert.equal(say(LINE), m.line_never_worked_on());
  assert.equal(say(lineIn({})), m.line_open());
  assert.match(
    say(lineIn({ status: 'halted' }, { trouble: 'no gateway is alive' })),
    /right now: no gateway is alive\./,
  );
  assert.match(say(lineIn({ status: 'halted' }, { trouble: 'else' })), /right now: else\./);
  assert.equal(say(lineIn({ status: 'halted' })), m.line_halted());
  assert.match(
    say(lineIn({ status: 'lobby', opensAt: '2087-06-18T10:00:00.000Z' })),
    /At Wed, 18 Jun 2087, 12:00 CEST everybody/,
  );
  assert.equal(say(lineIn({ status: 'closed' })), m.line_ended());
});

test('what the team has just decided comes before what the line was seen to do', () => {
  assert.equal(say(lineIn({}), { ...OPEN, isPaused: true }), m.line_paused());
  assert.equal(say(lineIn({ status: 'paused' })), m.line_open());
  assert.equal(say(lineIn({ status: 'sold_out' }), { ...OPEN, isClosed: true }), m.line_closed());
  const paused = { ...event, status: 'paused' as const };
  assert.equal(say(lineIn({ status: 'paused' }), OPEN, paused), m.line_sale_paused());
});

test('before anybody has to wait it says when that will be', () => {
  const off = { status: 'off' as const };
  assert.equal(say(lineIn(off)), m.line_off());
  const automatic = { ...event.event, waitingRoom: { opens: 'automatic' as const } };
  assert.equal(say(lineIn(off), OPEN, { ...event, event: automatic }), m.line_off_automatic());
  const opensAt = '2087-06-18T10:00:00.000Z';
  assert.match(say(lineIn({ ...off, opensAt })), /^The line opens at Wed, 18 Jun 2087, 12:00 CEST/);
  const lobbyFrom = '2087-06-18T09:00:00.000Z';
  assert.match(say(lineIn({ ...off, opensAt, lobbyFrom })), /^The lobby opens at .* 11:00 CEST/);
});
