import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from '@onsale/contracts/load-plan';
import { planCorners, planPoints } from './plan-shape.ts';

const BOX = { width: 100, height: 30 };
const plan = (profile: Parameters<typeof planOf>[0]['profile'], rps = 200, durationS = 60) =>
  planOf({ profile, rps, durationS, stages: [] });

test('a constant rate is drawn as a line at the top, a ramp from corner to corner', () => {
  assert.equal(planPoints(planCorners(plan('constant'), BOX)), '0,0 100,0');
  assert.equal(planPoints(planCorners(plan('ramp'), BOX)), '0,30 100,0');
});

test('a spike stands up straight', () => {
  const corners = planCorners(plan('spike'), BOX);
  const wall = corners.filter(({ x }) => x === 15).map(({ y }) => Math.round(y));
  assert.deepEqual(wall, [29, 0]);
});

test('stages are drawn by their own rates, in a line where they ramp', () => {
  const stages = [
    { rps: 100, durationS: 10 },
    { rps: 50, durationS: 10, ramp: true },
  ];
  const corners = planCorners(planOf({ profile: 'stages', rps: 1, durationS: 1, stages }), BOX);
  assert.equal(planPoints(corners), '0,0 50,0 100,15');
});

test('a plan without time or rate is not drawn as one', () => {
  assert.deepEqual(planCorners([], BOX), []);
  assert.deepEqual(planCorners(plan('constant', 200, 0), BOX), []);
  assert.equal(planPoints(planCorners(plan('constant', 0), BOX)), '0,30 100,30');
});
