import { isMet, type Row, type Summary } from './benchmark.ts';
import type { Machine } from './machine.ts';

/** What a run writes as JSON. */
export interface Results {
  machine: Machine;
  rounds: number;
  roundMs: number;
  rows: NamedRow[];
}

type NamedRow = Row & { benchmark: string };

/** The part of docs/benchmarks.md that is made from a run. */
export function toMarkdown({ machine, rounds, roundMs, rows }: Results): string {
  const notes = [...new Set(rows.flatMap(({ note }) => (note === undefined ? [] : [note])))];
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${versions.join(', ')}; commit ${machine.commit};`,
    `${machine.date.slice(0, 10)}. ${rounds} rounds of ${roundMs / 1000} s, alternating with what they are compared with. ${pinning(machine)}`,
    `Redis ran with \`appendfsync always\` and its data in \`${machine.dataFolder}\`. The load of the machine before the run was`,
    `${machine.load.toFixed(1)}: above 0.5, other programs were running, and the figures are noisier.`,
    '',
    ...table(rows, notes),
    '',
    ...notes.map((note, index) => `- (${index + 1}) ${note}`),
  ].join('\n');
}

function pinning(machine: Machine): string {
  return machine.pinned
    ? 'The measured process had core 0 to itself; Redis and the load client shared core 1.'
    : 'Nothing was pinned to a core.';
}

/**
 * The rows as lines of a table. What a row has in common with the one above is not repeated; the number of its note is
 * told if the notes are.
 */
export function table(rows: readonly NamedRow[], notes: readonly string[] = []): string[] {
  const cells = [
    ['benchmark', 'what', 'measured', 'against', 'result'],
    ...rows.map((row, i) => {
      const above = rows[i - 1];
      const isFirst = above?.benchmark !== row.benchmark;
      const isSame = !isFirst && above.what === row.what && above.ours.median === row.ours.median;
      const note = notes.indexOf(row.note ?? '') + 1;
      const mark = note === 0 ? '' : ` (${note})`;
      const unit = row.unit === '' ? '' : ` ${row.unit}`;
      const range = row.theirs === undefined ? rangeOf(row.ours) : '';
      return [
        isFirst ? row.benchmark : '',
        isSame ? '' : row.what + mark,
        isSame ? '' : digits(row.ours.median) + unit + range,
        row.theirs === undefined ? '' : `${row.against}: ${digits(row.theirs.median)}`,
        resultOf(row),
      ];
    }),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, i) => text.padEnd(widths?.[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = `| ${widths?.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)];
}

/** The comparison, if there is one, and whether the goal was met. */
function resultOf(row: Row): string {
  const { goal, theirs, result, resultUnit } = row;
  const figure = `${digits(result.median)} ${resultUnit}`.trim() + rangeOf(result);
  const compared = theirs === undefined ? [] : [figure];
  if (goal === undefined) return compared.join('');
  const wanted =
    'atLeast' in goal
      ? `goal ≥${goal.atLeast.toLocaleString('en')}`
      : `goal ≤${goal.atMost.toLocaleString('en')}`;
  return [...compared, isMet(row) ? wanted : `**${wanted} missed**`].join(', ');
}

function rangeOf({ low, high }: Summary): string {
  return low === high ? '' : ` (${digits(low)}–${digits(high)})`;
}

function digits(figure: number): string {
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en');
  return Math.abs(figure) >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}
