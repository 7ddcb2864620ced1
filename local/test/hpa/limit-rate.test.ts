import assert from 'node:assert/strict';
import { test } from 'node:test';
import { highestAllowed, lowestAllowed } from '../../src/hpa/limit-rate.ts';
import type { ScalingPolicy, ScalingRules } from '../../src/hpa/settings.ts';

const nowMs = 1_000_000;
const pods = (value: number, seconds: number): ScalingPolicy => {
  return { type: 'Pods', value, periodMs: seconds * 1000 };
};
const percent = (value: number, seconds: number): ScalingPolicy => {
  return { type: 'Percent', value, periodMs: seconds * 1000 };
};

interface Case {
  name: string;
  current: number;
  policies: ScalingPolicy[];
  select?: ScalingRules['selectPolicy'];
  events?: [secondsAgo: number, change: number][];
  allowed: number;
}

function allowedBy(limit: typeof highestAllowed, each: Case): number {
  const rules: ScalingRules = {
    stabilizationMs: 0,
    selectPolicy: each.select ?? 'Max',
    policies: each.policies,
    tolerance: 0.1,
  };
  const events = (each.events ?? []).map(([secondsAgo, change]) => {
    return { atMs: nowMs - secondsAgo * 1000, change };
  });
  return limit(rules, { current: each.current, nowMs, events });
}

const both = [percent(100, 15), pods(4, 15)];
const UP: Case[] = [
  { name: 'by pods', current: 3, policies: [pods(4, 15)], allowed: 7 },
  { name: 'by percent', current: 3, policies: [percent(100, 15)], allowed: 6 },
  { name: 'by percent, rounded up', current: 3, policies: [percent(10, 15)], allowed: 4 },
  { name: 'by percent, a whole number', current: 10, policies: [percent(10, 15)], allowed: 11 },
  { name: 'the most of both when there are few', current: 1, policies: both, allowed: 5 },
  { name: 'the most of both when there are many', current: 10, policies: both, allowed: 20 },
  { name: 'the least of both', current: 10, policies: both, select: 'Min', allowed: 14 },
  { name: 'never', current: 10, policies: both, select: 'Disabled', allowed: 10 },
  {
    name: 'no more within the period',
    current: 5,
    policies: [pods(4, 15)],
    events: [[10, 4]],
    allowed: 5,
  },
  {
    name: 'the rest within the period',
    current: 3,
    policies: [pods(4, 15)],
    events: [[10, 2]],
    allowed: 5,
  },
  {
    name: 'again after the period',
    current: 5,
    policies: [pods(4, 15)],
    events: [[15, 4]],
    allowed: 9,
  },
  {
    name: 'each policy with its own period',
    current: 5,
    policies: [pods(4, 15), pods(6, 60)],
    events: [[30, 4]],
    allowed: 9,
  },
  {
    name: 'back up to where the period began',
    current: 2,
    policies: [pods(1, 60)],
    events: [[10, -3]],
    allowed: 6,
  },
  {
    name: 'not below the current number',
    current: 9,
    policies: [pods(1, 60)],
    events: [[10, 5]],
    allowed: 9,
  },
];
for (const each of UP) {
  test(`up: ${each.name}`, () => assert.equal(allowedBy(highestAllowed, each), each.allowed));
}

const DOWN: Case[] = [
  { name: 'by pods', current: 10, policies: [pods(4, 60)], allowed: 6 },
  { name: 'by percent', current: 10, policies: [percent(10, 60)], allowed: 9 },
  {
    name: 'by percent, rounded in favour of fewer',
    current: 3,
    policies: [percent(25, 60)],
    allowed: 2,
  },
  { name: 'the most of both', current: 80, policies: [pods(4, 60), percent(10, 60)], allowed: 72 },
  {
    name: 'the most of both when there are few',
    current: 20,
    policies: [pods(4, 60), percent(10, 60)],
    allowed: 16,
  },
  {
    name: 'the least of both',
    current: 80,
    policies: [pods(4, 60), percent(10, 60)],
    select: 'Min',
    allowed: 76,
  },
  { name: 'never', current: 10, policies: [pods(4, 60)], select: 'Disabled', allowed: 10 },
  {
    name: 'no more within the period',
    current: 6,
    policies: [pods(4, 60)],
    events: [[59, -4]],
    allowed: 6,
  },
  {
    name: 'again after the period',
    current: 6,
    policies: [pods(4, 60)],
    events: [[60, -4]],
    allowed: 2,
  },
  {
    name: 'what came within the period may go',
    current: 10,
    policies: [pods(1, 60)],
    events: [[10, 4]],
    allowed: 5,
  },
];
for (const each of DOWN) {
  test(`down: ${each.name}`, () => assert.equal(allowedBy(lowestAllowed, each), each.allowed));
}
