import { type Goal, isMet, type Row, type Summary } from './benchmark.ts';
import type { Machine } from './machine.ts';

/** What a run writes as JSON. */
export interface Results {
  machine: Machine;
  rounds: number;
  roundMs: number;
  rows: (Row & { benchmark: string })[];
}

/** The results as a page of Markdown. */
export function toMarkdown({ machine, rounds, roundMs, rows }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    '# Benchmarks',
    '',
    'Made by `npm run bench`, which measures everything side by side in one run and writes this page',
    'and `bench/results/latest.json`. [performance.md](performance.md) says what the figures mean and',
    'what they cost.',
    '',
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${versions.join(', ')}; commit`,
    `${machine.commit}; ${machine.date.slice(0, 10)}. Rounds: ${rounds} of ${roundMs / 1000} s, in turn with what they are`,
    'compared with. Medians, with the least and the most of the rounds in brackets; a ratio is the',
    `median of the ratios of the rounds. ${pinning(machine)}`,
    `Redis ran with appendfsync always and its data in ${machine.dataFolder}. The load of the machine before`,
    `the run was ${machine.load.toFixed(1)}: above 0.5 others were at work, and the figures are as noisy as that.`,
    '',
    ...table(rows),
    '',
    ...rows.flatMap((row) => (row.note === undefined ? [] : [`- ${row.what}: ${row.note}`])),
    '',
  ]
    .join('\n')
    .replaceAll('\n\n\n', '\n\n');
}

function pinning(machine: Machine): string {
  return machine.pinned
    ? 'The process that is measured has core 0 for itself; Redis and whoever makes the load share core 1.'
    : 'Nothing was pinned to a core.';
}

/** The rows as the lines of a table. */
export function table(rows: readonly Row[]): string[] {
  const cells = [
    ['what', 'measured', 'against', 'measured', 'result', 'goal', ''],
    ...rows.map((row) => [
      row.what,
      show(row.ours, row.unit),
      row.against,
      row.theirs === undefined ? '' : show(row.theirs, row.unit),
      show(row.result, row.resultUnit),
      showGoal(row.goal),
      isMet(row) ? '' : '**missed**',
    ]),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, i) => text.padEnd(widths?.[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = `| ${widths?.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)];
}

function show({ median, low, high }: Summary, unit: string): string {
  if (low === high) return `${digits(median)} ${unit}`.trim();
  return `${digits(median)} ${unit}`.trim() + ` (${digits(low)} to ${digits(high)})`;
}

function digits(figure: number): string {
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en');
  return Math.abs(figure) >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}

function showGoal(goal: Goal): string {
  if (goal === undefined) return 'reported';
  return 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
}
