import type { LoadReport } from '@onsale/api-client';
import type { RunSpan } from './lab-feed.ts';
import { LOAD_COLUMNS, rowsOfReport } from './load-samples.ts';
import { Series } from './series.ts';

/** A run of the past, as the page shows it in the place of the newest. */
export interface StoredRun {
  report: LoadReport;
  span: RunSpan;
  load: Series;
}

export function storedRun(report: LoadReport): StoredRun {
  const startS = Date.parse(report.startedAt ?? '') / 1000;
  const load = new Series({ capacity: report.seconds.length + 1, joins: LOAD_COLUMNS });
  for (const { time, row } of rowsOfReport(report, startS)) load.push(time, row);
  const endS = Math.max(startS + report.elapsedS, Date.parse(report.endedAt ?? '') / 1000 || 0);
  return { report, span: { runId: report.runId ?? '', startS, endS }, load };
}
