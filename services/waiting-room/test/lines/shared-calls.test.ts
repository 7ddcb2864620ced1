import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLogger, type Heartbeat, startHeartbeat } from '@onsale/service';
import { eventually } from '@onsale/testing';
import { eventWith, openRoom, type TestRoom } from '../open-room.ts';

const PEOPLE = 600;
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const heartbeats: Heartbeat[] = [];
let room: TestRoom;

before(async () => {
  const paid = { capacity: 5000, isPaidOnline: true };
  const free = { capacity: 5000, id: 'free' };
  const always = 'opens: always';
  const events = [eventWith(always, paid), eventWith(always, { ...paid, id: 'late' })];
  room = await openRoom(`events:\n${events.join('')}${eventWith(always, free)}`);
  const calls = { mostPerSecond: 30, waitMs: 0 };
  for (const service of ['gateway', 'order-worker', 'payments']) {
    const options = { redis: room.connection, service, instance: service, logger };
    const providerCalls = service === 'payments' ? { providerCalls: () => calls } : {};
    heartbeats.push(startHeartbeat({ ...options, work: () => 0, ...providerCalls }));
  }
});
after(async () => {
  for (const heartbeat of heartbeats) await heartbeat.stop();
  await room.close();
});

const paceOf = (eventId: string) => room.lines.get(eventId)?.limits.perSecond ?? 0;

async function join(eventId: string): Promise<void> {
  const joining = Array.from({ length: PEOPLE }, async (_, i) => {
    const from = `198.51.${Math.floor(i / 200)}.${i % 200}`;
    return (await room.ask('/place', { method: 'POST', eventId, from })).status;
  });
  assert.deepEqual(new Set(await Promise.all(joining)), new Set([200]));
}

test('an open line has all of the calls to the provider, until another one needs its share', async () => {
  await Promise.all([join('noon'), join('free')]);
  await eventually(
    async () => paceOf('noon'),
    (pace) => pace === 30,
  );
  await join('late');
  await eventually(
    async () => [paceOf('noon'), paceOf('late')],
    ([noon, late]) => noon === 15 && late === 15,
  );
  // An event that is not paid online has no part in it.
  assert.ok(paceOf('free') > 30);
});
