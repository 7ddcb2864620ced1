import type { Machine } from './machine.ts';
import { digits, measured, type NamedRow, resultOf, type Results } from './table.ts';

/** The part of docs/benchmarks.md that is made from a run: a list for each benchmark, which is shorter than a table. */
export function toMarkdown({ machine, rounds, roundMs, rows }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const benchmarks = Map.groupBy(rows, ({ benchmark }) => benchmark);
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB; ${versions.join(', ')}; commit ${machine.commit};`,
    `${machine.date.slice(0, 10)}. ${rounds} rounds of ${roundMs / 1000} s, alternating with what they are compared with. ${pinning(machine)}`,
    `Redis had \`appendfsync always\`, and its data in \`${machine.dataFolder}\`. The load before the run was`,
    `${machine.load.toFixed(1)}: above 0.5, other programs run, and figures are noisier.`,
    ...Array.from(benchmarks, ([name, own]) => ['', ...listOf(name, own)]).flat(),
  ].join('\n');
}

function pinning(machine: Machine): string {
  return machine.pinned
    ? 'The measured process had core 0 to itself; Redis and the load client shared core 1.'
    : 'Nothing was pinned to a core.';
}

/** A note that every row has, or the first alone, goes beside the name. */
function listOf(name: string, rows: readonly NamedRow[]): string[] {
  const [first] = rows;
  const noted = rows.filter(({ note }) => note !== undefined);
  const isShared =
    noted.length === 1 ? noted[0] === first : noted.every(({ note }) => note === first?.note);
  const title = `**${name}**${isShared && first?.note !== undefined ? ` (${first.note})` : ''}`;
  return [`${title}:`, '', ...linesOf(rows, { isNoted: !isShared })];
}

type NoteOf = (row: NamedRow) => string;

/**
 * Rows of the same figure become one line, with all that it is compared with. So do rows that differ in what stands after the
 * last comma alone, if they are compared with the same or with nothing.
 */
function linesOf(rows: readonly NamedRow[], { isNoted }: { isNoted: boolean }): string[] {
  const noteOf: NoteOf = ({ note }) => (isNoted && note !== undefined ? ` (${note})` : '');
  const figures = Map.groupBy(rows, ({ what, unit, ours }) => `${what} ${unit} ${ours.median}`);
  const lines = Map.groupBy(figures.values(), (same) => {
    const [row] = same as [NamedRow];
    return same.length > 1 ? row : `${headOf(row.what)} ${againstOf(row)} ${noteOf(row)}`;
  });
  return Array.from(lines.values(), (line) => {
    const [same = []] = line;
    return line.length === 1 ? figureLine(same, noteOf) : casesLine(line.flat(), noteOf);
  });
}

/** One figure, and all that it is compared with. */
function figureLine(same: readonly NamedRow[], noteOf: NoteOf): string {
  const [row] = same as [NamedRow];
  const results = same.map((each) => {
    const against = againstOf(each);
    const result = resultOf(each);
    return against === '' ? result && `, ${result}` : `; ${against}: ${result}`;
  });
  return `- ${row.what}${noteOf(row)}: ${measured(row)}${results.join('')}`;
}

/** Figures of the same, in several cases. */
function casesLine(rows: readonly NamedRow[], noteOf: NoteOf): string {
  const [row] = rows as [NamedRow];
  const head = headOf(row.what);
  const cases = rows.map((each) => {
    const figure = `${each.what.slice(head.length + 2)} ${measured(each)}`.trim();
    return [figure, resultOf(each)].filter(Boolean).join(', ');
  });
  const against = againstOf(row);
  return `- ${head}${noteOf(row)}${against && `; ${against}`}: ${cases.join('; ')}`;
}

/** What stands before the last comma that is followed by a space. */
function headOf(what: string): string {
  const end = what.lastIndexOf(', ');
  return end === -1 ? what : what.slice(0, end);
}

function againstOf({ against, theirs }: NamedRow): string {
  return theirs === undefined ? '' : `${against} (${digits(theirs.median)})`;
}
