import { isMet, type Row, type Summary } from './benchmark.ts';
import type { Machine } from './machine.ts';

/** What a run writes as JSON. */
export interface Results {
  machine: Machine;
  rounds: number;
  roundMs: number;
  rows: NamedRow[];
}

export type NamedRow = Row & { benchmark: string };

/** The rows as lines of a table, for the terminal. What a row has in common with the one above is not repeated. */
export function table(rows: readonly NamedRow[]): string[] {
  const cells = [
    ['benchmark', 'what', 'measured', 'against', 'result'],
    ...rows.map((row, i) => {
      const above = rows[i - 1];
      const isFirst = above?.benchmark !== row.benchmark;
      const isSame = !isFirst && above.what === row.what && above.ours.median === row.ours.median;
      return [
        isFirst ? row.benchmark : '',
        isSame ? '' : row.what,
        isSame ? '' : measured(row),
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

/** The figure, and its range if it isn't compared with anything. */
export function measured({ ours, unit, theirs }: Row): string {
  return `${digits(ours.median)} ${unit}`.trim() + (theirs === undefined ? rangeOf(ours) : '');
}

/** The comparison, if there is one, and whether the goal was met. */
export function resultOf(row: Row): string {
  const { goal, theirs, result, resultUnit } = row;
  const unit = resultUnit === '' ? '' : ` ${resultUnit} more`;
  const compared = theirs === undefined ? [] : [digits(result.median) + unit + rangeOf(result)];
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

export function digits(figure: number): string {
  if (Math.abs(figure) >= 100) return Math.round(figure).toLocaleString('en');
  return Math.abs(figure) >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}
