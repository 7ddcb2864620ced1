import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LineCounts, LiveLine } from '@onsale/contracts';
import {
  joinLine,
  lineHistoryKey,
  type LineState,
  openLedger,
  readLineState,
  reportLine,
  stepLine,
} from '@onsale/ledger';
import { type AskOffice, eventually, putOnSale, startOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';

const office = await startOffice();
const redis = await connectTo(office.redis.url);
const LINE = { shard: 0, eventId: 'noon' };
const PATH = '/v1/events/noon/line';
const CATALOG = `
events:
  - id: noon
    name: Noon
    venue: Hall
    startsAt: 2087-07-04T16:00:00Z
    timeZone: Europe/Berlin
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 10 }
  - id: calm
    name: Calm
    venue: Hall
    startsAt: 2087-07-05T16:00:00Z
    currency: EUR
    tickets:
      - { id: calm-seat, name: Seat, type: adult, price: 20, capacity: 10 }
`;
const RULES = { opensAtMs: 0, lobbyFromMs: undefined, turnMs: 300_000, placesPerNetwork: 50 };
let manager: AskOffice;
let viewer: AskOffice;

before(async () => {
  await putOnSale(await openLedger(redis, 1), CATALOG);
  manager = await office.as([{ role: 'manager', eventId: 'noon' }]);
  viewer = await office.as([{ role: 'viewer' }]);
});
after(async () => {
  await redis.close();
  await office.stop();
});

/** What a process of the waiting room would report now. */
async function report(trouble?: string): Promise<LineState> {
  const ledger = await openLedger(redis, 1);
  const { before: pairs, phase, ...state } = await readLineState(ledger, LINE);
  const line = {
    ...{ eventId: 'noon', name: 'Noon', status: 'open' as const, serving: state.serving },
    ...{ lastNumber: state.lastNumber, lobby: 0, waiting: state.waiting, turns: state.turns },
    ...{ before: pairs, left: [], remaining: 10, held: 0, turnS: 300, pollS: 2, spreadS: 1 },
  };
  const more = trouble === undefined ? {} : { trouble };
  await reportLine(ledger, LINE, { line, state, perMinute: 600, ...more });
  return { ...state, before: pairs, phase };
}

/** Lines that a stream tells of, until it ends. */
async function* follow(secret: string): AsyncGenerator<LiveLine> {
  const response = await fetch(`${office.url}${PATH}/stream`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as LiveLine;
    }
  }
}

test('a line that nobody has worked on says so, and an event without one has none', async () => {
  const { status, body } = await viewer('GET', PATH);
  assert.equal(status, 200);
  assert.deepEqual(
    { ...body, at: '' },
    {
      ...{ at: '', eventId: 'noon', name: 'Noon', timeZone: 'Europe/Berlin', isWorkedOn: false },
      settings: { isPaused: false, isClosed: false },
      ...{ slowed: 0, away: 0, joined: 0, admitted: 0, served: 0, missed: 0, left: 0 },
    },
  );
  for (const path of ['calm/line', 'calm/line/history']) {
    const none = await viewer('GET', `/v1/events/${path}`);
    assert.deepEqual([none.status, none.body.code], [404, 'LINE_NOT_FOUND']);
  }
  const nothing = await viewer('PATCH', '/v1/events/calm/line/settings', { isPaused: true });
  assert.equal(nothing.status, 403);
  const nowhere = await viewer('GET', '/v1/events/nowhere/line');
  assert.equal(nowhere.body.code, 'EVENT_NOT_FOUND');
});

test('a stream tells what the waiting room reports, and the history keeps it', async () => {
  const ledger = await openLedger(redis, 1);
  const key = await office.key([{ role: 'viewer', eventId: 'noon' }]);
  const lines = follow(key.secret);
  const next = async (isIt: (line: LiveLine) => boolean): Promise<LiveLine> => {
    for (;;) {
      const { value, done } = await lines.next();
      assert.notEqual(done, true, 'the stream has ended');
      if (isIt(value as LiveLine)) return value as LiveLine;
    }
  };
  await next(({ isWorkedOn }) => !isWorkedOn);
  const joins = ['a', 'b', 'c'].map((place) => ({ place: place.repeat(22), network: '' }));
  await joinLine(ledger, LINE, { rules: RULES, joins });
  await stepLine(ledger, LINE, { rules: RULES, pace: { perSecond: 10_000, maxTurns: 2 } });
  await report('no gateway is alive');
  const line = await next(({ isWorkedOn }) => isWorkedOn);
  const { told, trouble, perMinute, joined, admitted, served } = line;
  assert.deepEqual([told?.waiting, told?.turns, joined, admitted, served], [1, 2, 3, 2, 0]);
  assert.deepEqual([trouble, perMinute], ['no gateway is alive', 600]);
  assert.ok(Math.abs(Date.parse(line.openedAt ?? '') - Date.now()) < 600_000);
  const { body } = await viewer('GET', `${PATH}/history`);
  const [{ at: _at, ...counts }] = body.items;
  const expected = { waiting: 1, turns: 2, joined: 3, admitted: 2, served: 0, left: 0 };
  assert.deepEqual([body.items.length, counts], [1, expected]);
  await lines.return(undefined);
});

test('of a long history as many counts are told as a plot can show, the newest among them', async () => {
  const kept = lineHistoryKey(0, 'noon');
  const counts = Array.from({ length: 1000 }, (_, i) => `${4e12 + i} ${i} 0 0 0 0 0`);
  await redis.command(kept, ['RPUSH', kept, ...counts]);
  const { body } = await viewer('GET', `${PATH}/history`);
  const waiting = body.items.map((item: LineCounts) => item.waiting) as number[];
  assert.deepEqual([waiting.length, waiting.at(-1)], [400, 999]);
  assert.deepEqual(
    waiting.slice(1),
    waiting.slice(1).sort((a, b) => a - b),
  );
  await redis.command(kept, ['DEL', kept]);
});

test('the team pauses, sets the pace, closes and says something, each by itself, and it is logged', async () => {
  const settings = `${PATH}/settings`;
  const change = async (body: object) => await manager('PATCH', settings, body);
  const paused = await change({ isPaused: true, message: 'Back in five minutes' });
  const said = { isPaused: true, isClosed: false, message: 'Back in five minutes' };
  assert.deepEqual([paused.status, paused.body], [200, said]);
  assert.deepEqual((await change({ perMinute: 120 })).body, { ...said, perMinute: 120 });
  const on = await change({ isPaused: false, isClosed: true, perMinute: null, message: null });
  assert.deepEqual(on.body, { isPaused: false, isClosed: true });
  // Who looks shares what was read half a second ago at most.
  await eventually(
    async () => (await viewer('GET', PATH)).body.settings as LiveLine['settings'],
    ({ isClosed, message }) => isClosed && message === undefined,
  );

  const owner = await office.as([{ role: 'owner' }]);
  const activity = await owner('GET', '/v1/activity?action=changeLineSettings');
  assert.deepEqual(
    activity.body.items.map(({ outcome, after }: { outcome: string; after: object }) => [
      outcome,
      after,
    ]),
    [on.body, { ...said, perMinute: 120 }, said].map((after) => ['done', after]),
  );
});

test('nobody says to those who wait what cannot be read, and only who controls the sale says anything', async () => {
  const wrong = [
    [{ message: ' ' }, 'message'],
    [{ message: 'two\nlines' }, 'message'],
    [{ message: 'zero\u200bwidth' }, 'message'],
    [{ message: 'x'.repeat(281) }, 'message'],
    [{ perMinute: 0 }, 'perMinute'],
    [{ perMinute: 1.5 }, 'perMinute'],
    [{ isPaused: 'yes' }, 'isPaused'],
  ] as const;
  for (const [body, path] of wrong) {
    const { status, body: said } = await manager('PATCH', `${PATH}/settings`, body);
    assert.deepEqual([status, said.details?.[0]?.path], [400, path], JSON.stringify(said));
  }
  const refused = await viewer('PATCH', `${PATH}/settings`, { isPaused: true });
  assert.deepEqual([refused.status, refused.body.code], [403, 'NOT_ALLOWED']);
});
