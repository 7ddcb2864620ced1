import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionOf, eventually, startRedis } from '@onsale/testing';
import { ClockWatch } from '../src/clock-watch.ts';

test('clocks that agree are no obstacle', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const watch = new ClockWatch(connectionOf(redis));
  await watch.open();
  t.after(() => watch.close());
  assert.deepEqual(watch.obstacles(), []);
  assert.ok(Math.abs(watch.differenceMs) < 1000);
});

test('a clock that is more than 5 s away is an obstacle until it is set', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  let aheadMs = 8000;
  const watch = new ClockWatch(connectionOf(redis), () => Date.now() + aheadMs);
  await watch.open();
  t.after(() => watch.close());
  assert.match(watch.obstacles().join(), /is [78]\.\d s ahead of that of Redis/);
  aheadMs = -8000;
  const behind = /is [78]\.\d s behind that of Redis/;
  await eventually(
    async () => watch.obstacles().join(),
    (text) => behind.test(text),
  );
  aheadMs = 4000;
  await eventually(
    async () => watch.obstacles(),
    (obstacles) => obstacles.length === 0,
  );
});

test('the node whose clock differs most decides, and an outage changes nothing', async () => {
  let isAway = false;
  const node = (aheadMs: number) => ({
    command: async () => {
      if (isAway) throw new Error('away');
      const nowMs = Date.now() + aheadMs;
      return [String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)];
    },
  });
  const watch = new ClockWatch({ nodes: async () => [node(0), node(9000), node(-2000)] });
  await watch.open();
  assert.match(watch.obstacles().join(), /behind/);
  isAway = true;
  await watch.close();
  await watch.open();
  await watch.close();
  assert.match(watch.obstacles().join(), /behind/);
});
