import {
  type Cell,
  CELLS,
  FAULT_NAMES,
  FAULTS,
  nameOf,
  PART_NAMES,
  PARTS,
  whyNot,
} from './matrix.ts';
import type { CellResult } from './play-cell.ts';

/** What a row of figures begins with. */
const ROW = /^\| `([\w-]+)`.*$/gm;
const HEAD = [
  ...['cell', 'orders', 'confirmed', 'kept, €', 'back, €', 'mails', 'tickets', 'scans', 'wrong'],
  ...['normal after, s', 'options'],
];

const NAMES = new Set(CELLS.map(nameOf));

/** The rows of cells in faults/RESULTS.md, which has a table of scenarios too. */
export function rowsOf(page: string): { name: string; row: string; isPlayed: boolean }[] {
  return Array.from(page.matchAll(ROW), ([row, name = '']) => ({
    ...{ name, row },
    isPlayed: row.includes('--seed'),
  })).filter(({ name }) => NAMES.has(name));
}

/** What was counted in each cell, for faults/RESULTS.md. A cell that was not played keeps its row in `before`. */
export function figures(results: readonly CellResult[], before: string): string {
  const known = new Map(rowsOf(before).map(({ name, row }) => [name, row]));
  for (const result of results) known.set(nameOf(result.cell), rowOf(result));
  const rows = CELLS.map((cell) => known.get(nameOf(cell)) ?? emptyRowOf(cell));
  return [line(HEAD), line(HEAD.map(() => '---')), ...rows].join('\n');
}

/** The matrix of docs/reliability.md: each cell says whether all was right by these figures, or why it is empty. */
export function matrix(counted: string): string {
  const states = new Map(rowsOf(counted).map((row) => [row.name, stateOf(row)]));
  const reasons: string[] = [];
  const shownFor = (cell: Cell): string => {
    const why = whyNot(cell);
    if (why === undefined) return states.get(nameOf(cell)) ?? 'open';
    reasons.push(`${PARTS[cell.part]}, ${cell.fault}: ${why}.`);
    return `(${reasons.length})`;
  };
  const rows = PART_NAMES.map((part) =>
    line([PARTS[part], ...FAULT_NAMES.map((fault) => shownFor({ part, fault }))]),
  );
  return [
    line(['part', ...FAULT_NAMES]),
    line(Array.from({ length: FAULT_NAMES.length + 1 }, () => '---')),
    ...rows,
    '',
    totals(counted),
    '',
    `${FAULT_NAMES.map((fault) => `_${fault}_: ${FAULTS[fault]}`).join('; ')}.`,
    ...reasons.map((reason, index) => `(${index + 1}) ${reason}`),
  ].join('\n');
}

/** What was counted in all cells together. */
function totals(counted: string): string {
  const played = rowsOf(counted).filter(({ isPlayed }) => isPlayed);
  const sum = (column: string) =>
    played.map(({ row }) => Number(cellOf(row, column))).reduce((all, each) => all + each, 0);
  const sums = ['orders', 'confirmed', 'mails', 'tickets', 'scans', 'wrong'].map(
    (column) => `${sum(column).toLocaleString('en')} ${column}`,
  );
  return `${played.length} of ${CELLS.length} cells played: ${sums.join(', ')} ([each cell](../faults/RESULTS.md)).`;
}

function stateOf({ row, isPlayed }: { row: string; isPlayed: boolean }): string {
  if (!isPlayed) return 'not played yet';
  const wrong = Number(cellOf(row, 'wrong'));
  return wrong === 0 ? 'held' : `${wrong} wrong`;
}

function cellOf(row: string, column: string): string | undefined {
  // The row begins with a bar.
  return row.split('|')[HEAD.indexOf(column) + 1];
}

function rowOf(result: CellResult): string {
  const { cell, orders, confirmed, keptMinor, backMinor, mails, tickets, scans } = result;
  return line([
    `\`${nameOf(cell)}\``,
    ...[orders, confirmed].map(String),
    ...[keptMinor, backMinor].map((minor) => (minor / 100).toFixed(0)),
    ...[mails, tickets, scans, result.broken.length].map(String),
    result.secondsToNormal.toFixed(1),
    `\`${result.isQuick ? '--quick ' : ''}--seed ${result.runSeed}\``,
  ]);
}

function emptyRowOf(cell: Cell): string {
  const [, ...others] = HEAD;
  return line([`\`${nameOf(cell)}\``, ...others.map(() => '–')]);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
