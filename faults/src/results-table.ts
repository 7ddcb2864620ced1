import { isKept, type Outcome, type Story } from './story.ts';

/** A story that was run. */
export interface Result {
  story: Story;
  seed: number;
  outcome: Outcome;
}

/**
 * The table of docs/reliability.md. A story that was not run keeps the row that it has in `before`.
 */
export function resultsTable(
  results: readonly Result[],
  before: { table: string; stories: readonly Story[] } = { table: '', stories: [] },
): string {
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
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const fresh = new Map(results.map((result) => [result.story.name, line(cellsOf(result))]));
  const rows = [...new Set([...before.stories.map(({ name }) => name), ...fresh.keys()])].flatMap(
    (name) => fresh.get(name) ?? rowOf(name, before.table) ?? [],
  );
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

function rowOf(name: string, table: string): string | undefined {
  return table.split('\n').find((row) => row.includes(`npm run faults -- ${name} `));
}

function cellsOf({ story, seed, outcome }: Result): string[] {
  return [
    story.fault,
    story.promise,
    String(outcome.faults),
    String(outcome.check.orders),
    String(outcome.check.lost),
    String(outcome.check.doubled),
    String(outcome.check.oversold),
    `${outcome.secondsToNormal.toFixed(1)} s`,
    `\`npm run faults -- ${story.name} --seed ${seed}\``,
  ];
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
