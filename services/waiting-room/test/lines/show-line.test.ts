import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LineSettings, LineState, StoredEvent } from '@onsale/ledger';
import { parseEvent } from '@onsale/ledger/parse-catalog';
import { type LineReport, showLine } from '../../src/lines/show-line.ts';

const NOW_MS = Date.parse('2086-06-01T12:00:00Z');

const eventThatOpens = (opens: string): StoredEvent => ({
  ...{ shard: 0, revision: 1, status: 'on_sale', changedAtMs: 0, applied: [], hasCodes: false },
  document: parseEvent(
    `{ id: noon, name: Noon, venue: Hall, startsAt: '2087-07-01T20:00:00Z', currency: EUR,
       salesFrom: '2086-01-01T12:00:00Z', salesTo: '2087-01-01T12:00:00Z',
       waitingRoom: { opens: ${opens}, turnMinutes: 4 },
       tickets: [{ id: seat, name: Seat, type: adult, price: 20, capacity: 10 }] }`,
    'event.yaml',
  ),
});

const STATE: LineState = {
  ...{ phase: 'open', lobbyAtMs: undefined, openedAtMs: 1, lastNumber: 900, serving: 100 },
  ...{ lobby: 0, slowed: 0, waiting: 800, turns: 10, away: 0, before: [], draw: undefined },
  ...{ joined: 900, admitted: 100, served: 90, missed: 0, left: 0, stepAtMs: undefined },
};

const SETTINGS: LineSettings = { isPaused: false, isClosed: false };

/** What is told, with changes to a line that is open and in which people wait. */
function told(
  changes: Partial<Pick<LineReport, 'shop' | 'nowMs'>> & {
    status?: StoredEvent['status'];
    opens?: string;
    state?: Partial<LineState>;
    settings?: Partial<LineSettings>;
    remaining?: number;
    held?: number;
  } = {},
) {
  const { status = 'on_sale', state, settings, remaining = 5, held = 2, ...others } = changes;
  const { opens = 'always', ...report } = others;
  return showLine({
    event: { ...eventThatOpens(opens), status },
    state: { ...STATE, ...state },
    settings: { ...SETTINGS, ...settings },
    tickets: { left: [], remaining, held, remainingOfAll: remaining },
    ...{ shop: { is: 'well' }, perMinute: undefined, nowMs: NOW_MS, ...report },
  });
}

describe('a line is', () => {
  const down = { is: 'down', why: 'no gateway is alive' } as const;

  for (const [status, why, changes] of [
    ['open', 'people are admitted', {}],
    ['open', 'the shop is strained', { shop: { is: 'strained', why: 'payments are late' } }],
    ['halted', 'the shop is down', { shop: down }],
    ['paused', 'the seller says so', { settings: { isPaused: true }, shop: down }],
    ['paused', 'the event is', { status: 'paused' }],
    ['open', 'tickets may come back', { remaining: 0 }],
    [
      'sold_out',
      'nothing is left nor held',
      { remaining: 0, held: 0, settings: { isPaused: true } },
    ],
    ['closed', 'the seller says so', { settings: { isClosed: true }, remaining: 0, held: 0 }],
    ['closed', 'the event was cancelled', { status: 'cancelled' }],
    ['closed', 'the sale has ended', { nowMs: Date.parse('2087-01-01T12:00:00Z') }],
    ['off', 'nobody needs to wait', { opens: 'automatic', state: { phase: 'none' }, shop: down }],
    [
      'off',
      'nobody needs to wait yet',
      { opens: `from, from: '2086-07-01T12:00:00Z'`, state: { phase: 'none' } },
    ],
    ['open', 'orders need an admission before its first step', { state: { phase: 'none' } }],
    [
      'open',
      'orders need one from now on',
      { opens: `from, from: '2086-06-01T12:00:00Z'`, state: { phase: 'none' } },
    ],
    ['lobby', 'its sale has not begun', { state: { phase: 'lobby' }, remaining: 0, held: 0 }],
    ['drawing', 'lots are drawn', { state: { phase: 'drawing' }, settings: { isPaused: true } }],
  ] satisfies [string, string, Parameters<typeof told>[0]][]) {
    it(`${status}: ${why}`, () => {
      assert.equal(told(changes).status, status);
    });
  }
});

describe('those who wait', () => {
  it('ask less often the more they are, and hear within ten seconds that nothing is left', () => {
    const polls = [0, 100, 15_000, 45_000, 1_000_000].map(
      (waiting) => told({ state: { waiting } }).pollS,
    );
    assert.deepEqual(
      polls.map((pollS) => Math.round(pollS * 100) / 100),
      [2, 2.01, 3, 5, 5],
    );
    // A fifth more, what nginx keeps, and the time between two looks.
    assert.ok(Math.max(...polls) * 1.2 + 2 + 0.5 < 10);
  });

  it('ask for their own places over a while after a draw, so that not all do at once', () => {
    const spreads = [0, 4001, 50_000, 1_000_000].map(
      (lobby) => told({ state: { lobby, waiting: 0 } }).spreadS,
    );
    assert.deepEqual(spreads, [1, 2, 13, 15]);
  });

  it('are told what the seller says, how long a turn is, and when the sale begins', () => {
    const line = told({ settings: { message: 'Back at one.' } });
    assert.deepEqual([line.message, line.turnS], ['Back at one.', 240]);
    assert.equal(line.opensAt, '2086-01-01T12:00:00.000Z');
    assert.equal(told().message, undefined);
  });

  it('are told the hashes of a draw, and never its seed', () => {
    const draw = { seedHash: 'a', listHash: 'b', places: 5, isDrawn: false };
    assert.deepEqual(told({ state: { draw: { ...draw, drawAtMs: 1 } } }).draw, draw);
  });
});
