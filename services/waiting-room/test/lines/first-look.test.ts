import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventWith, openRoom, type TestRoom } from '../open-room.ts';

let room: TestRoom;
before(async () => {
  const soon = 'opens: from, from: 2086-01-01T12:00:00Z, lobbyFrom: 2020-01-01T12:00:00Z';
  const events = [eventWith('opens: always'), eventWith(soon, { id: 'lobby' })];
  room = await openRoom(`events:\n${events.join('')}`);
});
after(() => room.close());

test('the first who asks for a new line waits until it was read, and is told that it is open', async () => {
  assert.equal(room.lines.get('noon')?.report, undefined);
  const [line, lobby] = await Promise.all([room.readLine(), room.readLine('lobby')]);
  // No gateway is alive here.
  assert.deepEqual([line.status, line.remaining], ['halted', 3]);
  assert.deepEqual([lobby.status, lobby.draw?.isDrawn], ['lobby', false]);
});

test('a line that there is not is not found', async () => {
  assert.equal((await room.ask('', { eventId: 'other' })).status, 404);
});

test('lots are asked of Redis only once they may be drawn', async () => {
  await Promise.all([room.readLine(), room.readLine('lobby')]);
  await room.redis.command('CONFIG', 'RESETSTAT');
  for (const eventId of ['noon', 'lobby']) {
    for (let i = 0; i < 20; i += 1) {
      const answer = await room.ask('/lots', { eventId });
      assert.deepEqual(
        [answer.status, (answer.body as { code?: string }).code],
        [404, 'NOT_FOUND'],
      );
    }
  }
  const calls = String(await room.redis.command('INFO', 'commandstats'));
  // Only what looks at the lines all the time.
  assert.ok(Number(/cmdstat_hmget:calls=(\d+)/.exec(calls)?.[1] ?? 0) < 40, calls);
});
