import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadReport, LoadSecond } from '@onsale/contracts';
import { phaseRows, phaseTable } from '../../src/scale/phase-table.ts';

const second = (fromS: number, sentRps: number, p99: number | null): LoadSecond =>
  ({ fromS, spanS: 1, sentRps, p99, failure: p99 === null ? 2 : 0 }) as LoadSecond;
const decision = (atS: number, phase: 'searching' | 'climbing' | 'descending') => ({
  atS,
  phase,
  rps: 1,
  sentence: '',
});
const report = {
  elapsedS: 6,
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
  verdict: { outcome: 'passed' },
} as unknown as LoadReport;
const sample = (atS: number, gateways: number) => ({
  atS,
  services: [
    { service: 'gateway', living: gateways, target: { cpuShare: 0.6 } },
    { service: 'audit', living: 1, target: null },
  ],
});

test('each phase has its own rate, processes and latency', () => {
  const rows = phaseRows(report, [sample(0.5, 1), sample(2.5, 3), sample(3.5, 2), sample(5, 1)]);
  assert.partialDeepStrictEqual(rows, [
    { phase: 'searching', lastedS: 2, meanRps: 15, processes: { gateway: 1 }, worstP99Ms: 9 },
    { phase: 'climbing', lastedS: 2, meanRps: 400, processes: { gateway: 3 }, worstP99Ms: 700 },
    { phase: 'descending', lastedS: 2, meanRps: 1, processes: { gateway: 1 }, failures: 2 },
  ]);
});

test('the table says what happened and how it was judged', () => {
  const text = phaseTable(report, phaseRows(report, [sample(3, 3)]));
  assert.match(text, /\| climbing \| 2 s \| 400 \| gateway 3 \| 700 ms \| 700 ms \| 0 \|/);
  assert.match(text, /Verdict: passed\. 1,234 orders accepted/);
});
