import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadReport, LoadSecond } from '@onsale/contracts';
import { phaseRows, phaseTable } from '../../src/scale/phase-table.ts';

const second = (fromS: number, sentRps: number, p99: number | null): LoadSecond =>
  ({
    ...{ fromS, spanS: 1, sentRps, p99, dropped: 0, success: p99 === null ? 0 : sentRps },
    failure: p99 === null ? 2 : 0,
  }) as LoadSecond;
const decision = (atS: number, phase: 'searching' | 'climbing' | 'descending') => ({
  atS,
  phase,
  rps: 1,
  sentence: '',
});
const moment = (atS: number, gateways: number) => ({
  atS,
  services: [
    { service: 'gateway', living: gateways, target: { cpuShare: 0.6 } },
    { service: 'audit', living: 1, target: null },
  ],
});
const report = {
  elapsedS: 6,
  config: { thresholds: { p99Ms: 500, failureShare: 0.01 } },
  fleet: { moments: [moment(0.5, 1), moment(2.5, 3), moment(3.5, 2), moment(5, 1)] },
  seconds: [
    second(0, 10, 5),
    second(1, 20, 9),
    second(2, 300, 700),
    second(3, 500, 30),
    second(4, 1, 4),
    second(5, 1, null),
  ],
  search: {
    decisions: [
      decision(0, 'searching'),
      decision(1, 'searching'),
      decision(2, 'climbing'),
      decision(4, 'descending'),
    ],
  },
  orders: { accepted: 1234, soldOut: 0, lost: 0, duplicated: 0 },
  latency: { run: { p99: 650 } },
  verdict: {
    outcome: 'failed',
    checks: [
      { threshold: 'p99Ms', bound: 'at most', limit: 500, actual: 650, passed: false },
      { threshold: 'lost', bound: 'at most', limit: 0, actual: 0, passed: true },
    ],
  },
} as unknown as LoadReport;

test('each phase has its own rate, processes, latency and verdict', () => {
  assert.partialDeepStrictEqual(phaseRows(report), [
    {
      ...{ phase: 'searching', lastedS: 2, meanRps: 15, highestRps: 20 },
      ...{ processes: { gateway: 1 }, worstP99Ms: 9, broken: [] },
    },
    {
      ...{ phase: 'climbing', lastedS: 2, meanRps: 400, highestRps: 500 },
      ...{ processes: { gateway: 3 }, worstP99Ms: 700, broken: ['p99 above 500 ms in 1 of 2 s'] },
    },
    {
      ...{ phase: 'descending', lastedS: 2, meanRps: 1, highestRps: 1 },
      ...{ processes: { gateway: 1 }, failures: 2, broken: ['too many failures'] },
    },
  ]);
});

test('the table says what happened and how it was judged', () => {
  const text = phaseTable(report, phaseRows(report));
  assert.match(
    text,
    /\| climbing \| 2 s \| 400 \| 500 \| gateway 3 \| 700 ms \| 700 ms \| 0 \| p99 above 500 ms in 1 of 2 s \|/,
  );
  assert.match(
    text,
    /Verdict of the whole run: failed \(p99Ms 650, at most 500\)\. 1,234 orders accepted/,
  );
});

test('a run without a search has no phases', () => {
  const { search: _search, ...rest } = report;
  assert.deepEqual(phaseRows(rest as LoadReport), []);
});
