import type { RehearsalReport } from '@onsale/contracts';
import { escapeText as escaped } from './escape-text.ts';
import { titleOf } from './titles.ts';

/** The findings as a build server shows tests: what could not be judged is skipped. */
export function junitReport({ findings, tookS, startedAt }: RehearsalReport): string {
  const count = (...states: string[]) => findings.filter(({ is }) => states.includes(is)).length;
  const cases = findings.map(({ promise, what, is, found }) => {
    const head = `  <testcase classname="${escaped(titleOf(promise))}" name="${escaped(what)}"`;
    if (is === 'held') return `${head} />`;
    const kind = is === 'broken' ? 'failure' : 'skipped';
    return `${head}>\n    <${kind} message="${escaped(found)}" />\n  </testcase>`;
  });
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuite name="rehearsal" tests="${findings.length}" failures="${count('broken')}" ` +
    `skipped="${count('unsure', 'left out')}" time="${tookS}" timestamp="${startedAt}">\n` +
    `${cases.join('\n')}\n</testsuite>\n`
  );
}
