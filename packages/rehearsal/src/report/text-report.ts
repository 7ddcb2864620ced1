import type { RehearsalReport } from '@onsale/contracts';
import { clockAt } from './clock-at.ts';
import { titleOf } from './titles.ts';

const VERDICTS = { held: 'HELD', broken: 'BROKEN', unsure: 'HELD, TIMES UNSURE' } as const;

/** The report for a terminal. */
export function textReport(report: RehearsalReport): string {
  const { findings, limits, summary, verdict } = report;
  const byPromise = Map.groupBy(findings, ({ promise }) => promise);
  const sections = [1, 2, 3, 4, 5, 6, 0].map((promise) => {
    const rows = (byPromise.get(promise) ?? []).map(
      ({ what, is, found }) => `  ${is.padEnd(8)}  ${what}: ${found}\n`,
    );
    return `${titleOf(promise)}\n${rows.join('')}`;
  });
  const found = limits.map(
    ({ part, fromS, toS, why, change }) =>
      `  ${part} was the limit from ${clockAt(report, fromS)} to ${clockAt(report, toS)}: ${why}. ${sentence(change)}\n`,
  );
  const none = '  nothing was at its end for long\n';
  return (
    `${sections.join('')}What was the limit\n${found.join('') || none}\n` +
    `${VERDICTS[verdict]}  ${summary}\n`
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
