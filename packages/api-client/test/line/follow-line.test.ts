import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineFollower, type LineState } from '@onsale/api-client';
import { OPEN_LINE, startLineServer } from '@onsale/testing';

/** Follows a line of its own; `until` resolves when a state is as wished. */
async function follow(joins = true) {
  const server = await startLineServer();
  const stack = new AsyncDisposableStack();
  stack.use(server);
  let wanted: { is: (state: LineState) => boolean; found: (state: LineState) => void } | undefined;
  const start = () => {
    const follower = new LineFollower({
      ...{ eventId: 'night', joins, base: `${server.url}/api/v1` },
      onState: (state) => {
        if (wanted?.is(state)) wanted.found(state);
      },
    });
    stack.defer(() => follower.stop());
    const until = async (is: (state: LineState) => boolean): Promise<LineState> => {
      if (is(follower.state)) return follower.state;
      const { promise, resolve } = Promise.withResolvers<LineState>();
      wanted = { is, found: resolve };
      return await promise;
    };
    return { follower, until };
  };
  return { server, start, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('takes a place, and says who is before it and how long it takes', async () => {
  await using line = await follow();
  const { until } = line.start();
  const state = await until(({ before }) => before !== undefined);
  assert.equal(state.before, 499);
  assert.deepEqual(state.estimate, { soonMs: 150_000, usualMs: 300_000, lateMs: 600_000 });
  assert.ok(!state.isTurn && !state.mayGetNone);
});

test('asks for its place by the same key until there is an answer', async () => {
  await using line = await follow();
  const { server } = line;
  // So that a place is taken only when it is told to.
  server.line = { ...OPEN_LINE, status: 'off' };
  server.failing = 503;
  const { follower } = line.start();
  await assert.rejects(follower.join());
  await assert.rejects(follower.join());
  server.failing = undefined;
  await follower.join();
  assert.deepEqual(server.keys, [server.keys[0], server.keys[0], server.keys[0]]);
  assert.match(server.keys[0] ?? '', /^[\d,]{22,64}$/);
});

test('asks for its place again only when its number is served', async () => {
  await using line = await follow();
  const { until } = line.start();
  await until(({ place }) => place !== undefined);
  line.server.line = { ...OPEN_LINE, serving: 400, before: [{ number: 401, people: 0 }] };
  await until((state) => state.line?.serving === 400);
  assert.deepEqual(
    line.server.asked.filter((each) => each.includes('/place')),
    ['POST /place'],
  );
  const untilIso = new Date(Date.now() + 60_000).toISOString();
  line.server.place = { state: 'turn', number: 510, until: untilIso, admission: 'night.1' };
  line.server.line = { ...OPEN_LINE, serving: 510 };
  const { place, turnEndsAtMs } = await until(({ isTurn }) => isTurn);
  assert.equal(place?.admission, 'night.1');
  assert.ok(turnEndsAtMs !== undefined);
});

test('asks for its place when the lots have been drawn', async () => {
  await using line = await follow();
  line.server.line = { ...OPEN_LINE, status: 'lobby', serving: 0, before: [] };
  line.server.next = { state: 'lobby', lot: 'abc' };
  const { until } = line.start();
  await until(({ place }) => place?.state === 'lobby');
  line.server.line = { ...OPEN_LINE, status: 'drawing' };
  await until((state) => state.line?.status === 'drawing');
  line.server.place = { state: 'waiting', number: 77 };
  line.server.line = OPEN_LINE;
  await until(({ place }) => place?.number === 77);
});

test('takes no second turn for somebody who does not react', async () => {
  await using line = await follow();
  const untilIso = new Date(Date.now() + 50).toISOString();
  line.server.next = { state: 'turn', number: 4, until: untilIso, admission: 'night.1' };
  const { follower, until } = line.start();
  await until(({ place }) => place?.state === 'missed');
  const asked = line.server.asked.filter((each) => each.includes('/place')).length;
  line.server.line = { ...OPEN_LINE, serving: 900 };
  await until((state) => state.line?.serving === 900);
  assert.equal(line.server.asked.filter((each) => each.includes('/place')).length, asked);
  line.server.place = { state: 'waiting', number: 4 };
  await follower.ask();
  assert.equal(follower.state.before, 0);
});

test('without taking places, asks for one that is there', async () => {
  await using line = await follow(false);
  const { until } = line.start();
  await until((state) => state.line !== undefined && line.server.asked.length > 3);
  assert.ok(!line.server.asked.includes('POST /place'));
});

test('says that it keeps trying, with what it knew, and goes on by itself', async () => {
  await using line = await follow();
  const { until } = line.start();
  await until(({ before }) => before === 499);
  line.server.failing = 503;
  const { before, trouble } = await until((state) => state.trouble !== undefined);
  assert.equal(before, 499);
  assert.equal(trouble?.kind, 'unreachable');
  line.server.failing = undefined;
  await until((state) => state.trouble === undefined);
});

test('a place that was given up is replaced at once, and it is said', async () => {
  await using line = await follow();
  const { follower, until } = line.start();
  await until(({ before }) => before === 499);
  line.server.place = undefined;
  line.server.next = { state: 'waiting', number: 1011 };
  void follower.ask();
  const { wasGivenUp, place } = await until((state) => state.place?.number === 1011);
  assert.ok(wasGivenUp);
  assert.equal(place?.state, 'waiting');
});

test('whoever left takes no other place unless told to', async () => {
  await using line = await follow();
  const { follower, until } = line.start();
  await until(({ before }) => before === 499);
  await follower.leave();
  line.server.line = { ...OPEN_LINE, serving: 20 };
  await until((state) => state.line?.serving === 20);
  const places = () => follower.state.place;
  assert.equal(places(), undefined);
  assert.equal(line.server.asked.filter((each) => each === 'POST /place').length, 1);
  await follower.join();
  assert.equal(places()?.number, 510);
});

test('two pages of a browser have one place, and tell each other', async () => {
  await using line = await follow();
  const first = line.start();
  await first.until(({ place }) => place !== undefined);
  const second = line.start();
  await second.until(({ place }) => place?.number === 510);
  await first.follower.leave();
  await second.until(({ place }) => place === undefined);
  assert.equal(line.server.place, undefined);
});

test('a slowed place is asked for when its number is due', async () => {
  await using line = await follow();
  const due = new Date(Date.now() + 100).toISOString();
  line.server.next = { state: 'slowed', until: due };
  const { until } = line.start();
  await until(({ place }) => place?.state === 'slowed');
  line.server.place = { state: 'waiting', number: 700, before: 600 };
  const { place } = await until((state) => state.place?.state === 'waiting');
  assert.equal(place?.number, 700);
});

test('a page that stays says so when another one is closed, also while it is slowed for long', async () => {
  await using line = await follow();
  const untilIso = new Date(Date.now() + 3_600_000).toISOString();
  line.server.next = { state: 'slowed', until: untilIso };
  const { until } = line.start();
  await until(({ place }) => place?.state === 'slowed');
  using stack = new DisposableStack();
  const closed = stack.adopt(new BroadcastChannel('onsale-line-night'), (each) => each.close());
  line.server.place = { state: 'waiting', number: 700, before: 600 };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  closed.postMessage({ isAway: true });
  const { place } = await until((state) => state.place?.state === 'waiting');
  assert.equal(place?.number, 700);
  assert.ok(line.server.asked.includes('GET /place'));
});

test('tells of fewer tickets than people, and of a cheaper type that is gone', async () => {
  await using line = await follow();
  const { until } = line.start();
  await until(({ before }) => before === 499);
  const [seat, stand] = OPEN_LINE.left;
  assert.ok(seat && stand);
  line.server.line = {
    ...OPEN_LINE,
    left: [
      { ...seat, remaining: 200 },
      { ...stand, remaining: 0 },
    ],
    ...{ remaining: 200, held: 50 },
  };
  const { cheaperGone } = await until((state) => state.mayGetNone);
  assert.deepEqual(
    cheaperGone.map(({ id }) => id),
    ['stand'],
  );
});
