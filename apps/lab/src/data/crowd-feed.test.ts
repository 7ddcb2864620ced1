import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CrowdFeed } from './crowd-feed.ts';

const second = (atS: number, waiting: number) => ({
  ...{ atS, waiting },
  ...{ arrived: 9, turns: 1, served: 2, told: 3, left: 4 },
});

test('a chart of a crowd has a column for each place where people can be', () => {
  const feed = new CrowdFeed();
  let heard = 0;
  const end = feed.subscribe(() => heard++);
  feed.tell([second(1, 7), second(20, 0)]);
  end();
  feed.tell([]);
  assert.equal(heard, 1);
  feed.tell([second(1, 7), second(20, 0)]);
  const { toS, times, values } = feed.content();
  assert.deepEqual([toS, times], [20, [1, 20]]);
  assert.deepEqual(values['waiting'], [7, 0]);
  assert.deepEqual(Object.keys(values), ['waiting', 'turns', 'served', 'told', 'left']);
});

test('before anybody has come, it shows ten seconds of nothing', () => {
  const { fromS, toS, times } = new CrowdFeed().content();
  assert.deepEqual([fromS, toS, times], [0, 10, []]);
});
