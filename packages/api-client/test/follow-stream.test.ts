import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { type EventSourceLike, followStream, type StreamState } from '@onsale/api-client';

/** A source that the test speaks through. */
class Source implements EventSourceLike {
  static opened: Source[] = [];
  isClosed = false;
  readonly #listeners = new Map<string, (event: { data?: unknown }) => void>();

  constructor() {
    Source.opened.push(this);
  }

  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  say(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data: JSON.stringify(data) });
  }
}

function follow() {
  const states: StreamState[] = [];
  const messages: unknown[] = [];
  const end = followStream({
    url: '/stream',
    event: 'stats',
    onMessage: (data) => void messages.push(data),
    onState: (state) => void states.push(state),
    silenceMs: 10_000,
    // No jitter.
    random: () => 0.5,
    open: () => new Source(),
  });
  const phases = () => states.map(({ phase }) => phase);
  return { states, messages, end, phases, source: () => Source.opened.at(-1) ?? new Source() };
}

beforeEach((context) => {
  Source.opened = [];
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  if ('after' in context) context.after(() => mock.timers.reset());
});

test('is open when the first message has come', () => {
  const { source, messages, phases, end } = follow();
  assert.deepEqual(phases(), ['connecting']);
  source().say('stats', { sent: 1 });
  source().say('stats', { sent: 2 });
  assert.deepEqual(phases(), ['connecting', 'open']);
  assert.deepEqual(messages, [{ sent: 1 }, { sent: 2 }]);
  end();
});

test('comes back after an error, each time a little later, and says since when', () => {
  const { source, states, end } = follow();
  source().say('stats', {});
  source().say('error');
  assert.deepEqual(states.at(-1), {
    phase: 'interrupted',
    sinceMs: 0,
    attempts: 1,
    nextAtMs: 500,
  });
  mock.timers.tick(500);
  assert.equal(Source.opened.length, 2);
  source().say('error');
  assert.partialDeepStrictEqual(states.at(-1), { sinceMs: 0, attempts: 2, nextAtMs: 1500 });
  mock.timers.tick(1000);
  source().say('stats', {});
  assert.deepEqual(states.at(-1), { phase: 'open' });
  source().say('error');
  assert.partialDeepStrictEqual(states.at(-1), { sinceMs: 1500, attempts: 1 });
  end();
});

test('never waits longer than eight seconds', () => {
  const { source, states, end } = follow();
  for (let i = 0; i < 12; i++) {
    source().say('error');
    mock.timers.tick(8000);
  }
  const last = states.at(-1);
  assert.ok(last?.phase === 'interrupted');
  assert.equal(last.nextAtMs - Date.now(), 0);
  end();
});

test('a stream that has gone silent is opened anew', () => {
  const { source, phases, end } = follow();
  source().say('stats', {});
  const silent = source();
  mock.timers.tick(10_000);
  assert.equal(phases().at(-1), 'interrupted');
  assert.equal(silent.isClosed, true);
  mock.timers.tick(500);
  assert.equal(Source.opened.length, 2);
  end();
});

test('an old connection that still speaks is not heard, and the end is the end', () => {
  const { source, messages, end } = follow();
  const old = source();
  old.say('error');
  old.say('stats', { old: true });
  assert.deepEqual(messages, []);
  end();
  mock.timers.tick(60_000);
  assert.equal(Source.opened.length, 1);
});
