import type { LoadReport } from '@onsale/api-client';
import { fleetOfReport, FleetSeries } from './fleet-row.ts';
import type { RunSpan } from './lab-feed.ts';
import { LOAD_COLUMNS, rowsOfReport } from './load-samples.ts';
import type { ScalingMark } from './scaling-marks.ts';
import { Series } from './series.ts';

/** A run of the past, as the page shows it in the place of the newest. */
export interface StoredRun {
  report: LoadReport;
  span: RunSpan;
  load: Series;
  fleet: FleetSeries;
  marks: readonly ScalingMark[];
  /** The services of the fleet as it was at the end; none when the target showed no fleet. */
  services: NonNullable<LoadReport['fleet']>['moments'][number]['services'];
}

export function storedRun(report: LoadReport): StoredRun {
  const startS = Date.parse(report.startedAt ?? '') / 1000;
  const load = new Series({ capacity: report.seconds.length + 1, joins: LOAD_COLUMNS });
  for (const { time, row } of rowsOfReport(report, startS)) load.push(time, row);
  const { rows, marks } = fleetOfReport(report, startS);
  const fleet = new FleetSeries(rows.length + 1);
  for (const row of rows) fleet.push(row);
  const endS = Math.max(startS + report.elapsedS, Date.parse(report.endedAt ?? '') / 1000 || 0);
  const span = { runId: report.runId ?? '', startS, endS };
  const services = report.fleet?.moments.at(-1)?.services ?? [];
  return { report, span, load, fleet, marks, services };
}
