import { isKept, type Outcome, type Story } from './story.ts';

/** A story that was run. */
export interface Result {
  story: Story;
  seed: number;
  outcome: Outcome;
}

/** The table of docs/reliability.md. */
export function resultsTable(results: readonly Result[]): string {
  const head = [
    'fault',
    'promised',
    'runs',
    'orders',
    'lost',
    'doubled',
    'oversold',
    'normal after',
    'command',
  ];
  const rows = results.map(({ story, seed, outcome }) => [
    story.fault,
    story.promise,
    String(outcome.faults),
    String(outcome.check.orders),
    String(outcome.check.lost),
    String(outcome.check.doubled),
    String(outcome.check.oversold),
    `${outcome.secondsToNormal.toFixed(1)} s`,
    `\`npm run faults -- ${story.name} --seed ${seed}\``,
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The last line of a story: its audit. */
export function verdictLine({ outcome }: Result): string {
  const { check, broken = [], note } = outcome;
  const counts =
    `${check.orders} orders, ${check.confirmed} confirmed, ${check.rejected} rejected, ` +
    `${check.lost} lost, ${check.doubled} doubled, ${check.oversold} oversold, ` +
    `normal after ${outcome.secondsToNormal.toFixed(1)} s${note === undefined ? '' : `; ${note}`}`;
  const problems = [...check.problems, ...broken].map((problem) => `\n    ${problem}`).join('');
  return `audit ${isKept(outcome) ? 'clean' : 'BROKEN'}: ${counts}${problems}`;
}
