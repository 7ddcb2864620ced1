import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadReport } from '@onsale/api-client';
import { second } from './load-second.ts';
import { storedRun } from './stored-run.ts';
import { addressOf, queryOf } from '../use-address.ts';

test('a report becomes a run on the time axis of when it was', () => {
  const startedAt = '2087-01-01T00:00:10.000Z';
  const report = {
    runId: 'one',
    startedAt,
    endedAt: '2087-01-01T00:00:15.000Z',
    elapsedS: 2,
    seconds: [second({ fromS: 0 }), second({ fromS: 1, p99: 77 })],
  } as LoadReport;
  const { span, load, services, marks } = storedRun(report);
  assert.deepEqual([services, marks], [[], []], 'its target showed no fleet');
  assert.deepEqual(span, {
    runId: 'one',
    startS: Date.parse(startedAt) / 1000,
    endS: Date.parse(startedAt) / 1000 + 5,
  });
  const drawn = load.draw(span.startS, span.startS + 5, 100);
  assert.deepEqual(
    drawn.times.map((time) => time - span.startS),
    [1, 2],
  );
  assert.deepEqual(drawn.values['p99'], [9, 77]);
});

test('an address names a run, and what it does not name is left out', () => {
  assert.deepEqual(addressOf('?run=a%2Fb&x=1'), { run: 'a/b', a: undefined, b: undefined });
  assert.equal(queryOf({ run: undefined, a: 'one', b: 'two' }), '?a=one&b=two');
  assert.equal(queryOf({ run: undefined }), '');
});
