import type { LoadReport, LoadSecond } from '@onsale/api-client';
import { toCsv } from './csv.ts';

const FIELDS = [
  'fromS',
  'spanS',
  'targetRps',
  'sentRps',
  'accepted',
  'soldOut',
  'success',
  'failure',
  'dropped',
  'inFlight',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
] as const satisfies readonly (keyof LoadSecond)[];

/** Every second of a run, for a spreadsheet. Times of latency are milliseconds. */
export function runCsv(report: Pick<LoadReport, 'seconds'>): string {
  return toCsv(
    FIELDS,
    report.seconds.map((second) => FIELDS.map((field) => second[field])),
  );
}
