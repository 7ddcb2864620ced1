import type { LinePaceLimits, ReportedLine } from '@onsale/ledger';
import { type LineReport, showLine } from './show-line.ts';

/** What the team is told about a line. */
export function reportOf(report: LineReport, { perSecond }: LinePaceLimits): ReportedLine {
  const { before: _before, phase: _phase, ...state } = report.state;
  const { shop } = report;
  return {
    ...{ line: showLine(report), state },
    perMinute: Math.round(perSecond * 60),
    ...(shop.is === 'well' ? {} : { trouble: shop.why }),
  };
}
