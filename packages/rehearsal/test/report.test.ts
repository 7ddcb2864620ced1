import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RehearsalReport } from '@onsale/contracts';
import { exitCodeOf, htmlReport, junitReport, textReport } from '../src/index.ts';

const REPORT: RehearsalReport = {
  verdict: 'broken',
  summary: '200 people came for 40 tickets, and 41 have one.',
  plan: {
    ...{ people: 200, tickets: 40, withinS: 10, phones: 0.7, bots: 0.05, abandons: 0.05 },
    ...{ devices: 2, kills: true, seed: 7 },
  },
  installation: { kind: 'own', url: 'http://127.0.0.1:1', version: '0.2.0', cores: 2 },
  eventName: 'Rehearsal: <Noon> & "Night"',
  startedAt: '2087-05-01T11:59:00.000Z',
  opensAt: '2087-05-01T12:00:00.000Z',
  tookS: 61.4,
  counts: { people: 200, confirmed: 41 },
  findings: [
    {
      ...{ promise: 1, what: 'No more tickets are sold than there are', is: 'broken' },
      ...{ found: '41 tickets are sold, and there are 40', from: ['shop'] },
    },
    { promise: 2, what: 'Every order has an outcome', is: 'held', found: '41', from: ['shop'] },
    { promise: 3, what: 'Nobody is charged twice', is: 'left out', found: 'no bank', from: [] },
    { promise: 0, what: 'The line is shown', is: 'unsure', found: 'late', from: ['buyers'] },
  ],
  times: [{ what: 'The line is shown', p50Ms: 20, p99Ms: 1500, mostMs: 1000 }],
  limits: [
    {
      ...{ part: 'gateway', fromS: 3, toS: 21, why: 'its process used all of a core' },
      change: 'raise minReplicas of gateway from 5 to 6',
    },
  ],
  seconds: [-1, 0, 1].map((atS) => ({
    ...{ atS, waiting: 100, admitted: 5, ordered: 4, confirmed: 3, refused: 0, slowMs: 20 },
    ...{ lagMs: 2, backlog: 0, cpu: { gateway: 0.9, redis: 0.3 } },
  })),
  kills: [{ atS: 5, part: 'payments', awayS: 1.2 }],
  answers: { 'order 201': 41 },
};

test('the page is one file without scripts, and says what was found', () => {
  const page = htmlReport(REPORT);
  assert.doesNotMatch(page, /<script|<link|src=|@import|url\(/);
  assert.match(page, /Rehearsal: &lt;Noon&gt; &amp; &quot;Night&quot;/);
  assert.match(page, /It does not hold/);
  assert.match(page, /41 tickets are sold, and there are 40/);
  assert.match(page, /<b>gateway<\/b> from 12:00:03 to 12:00:21/);
  assert.match(page, /raise minReplicas of gateway from 5 to 6/);
  assert.match(page, /prefers-color-scheme:dark/);
  assert.match(page, /payments<\/b><span>at 12:00:05, back after 1.2 s/);
  assert.match(
    page,
    /npm run rehearse -- --people 200 --tickets 40 --within 10s .* --kill --start/,
  );
  assert.equal(page.match(/<polyline/g)?.length, 10);
  assert.doesNotMatch(page, /NaN|undefined|Infinity/);
});

test('a build server is told each finding, and skips what could not be judged', () => {
  const suite = junitReport(REPORT);
  assert.match(suite, /tests="4" failures="1" skipped="2" time="61.4"/);
  assert.match(suite, /<failure message="41 tickets are sold, and there are 40" \/>/);
  assert.match(suite, /<skipped message="no bank" \/>/);
});

test('a terminal is told the limit by the clock, and the verdict last', () => {
  const text = textReport(REPORT);
  assert.match(text, /gateway was the limit from 12:00:03 to 12:00:21: .* Raise minReplicas/);
  assert.match(text, /BROKEN {2}200 people came for 40 tickets, and 41 have one.\n$/);
});

test('only what is broken fails a build', () => {
  assert.equal(exitCodeOf(REPORT), 1);
  assert.equal(exitCodeOf({ verdict: 'unsure' }), 0);
  assert.equal(exitCodeOf({ verdict: 'held' }), 0);
});
