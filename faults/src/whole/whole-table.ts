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

/** What a row of figures begins with: what a link to them leads to. */
const ROW = /^\| <a id="([\w-]+)"><\/a>.*$/gm;
const HEAD = [
  ...['cell', 'orders', 'confirmed', 'kept, €', 'back, €', 'mails', 'tickets', 'scans', 'wrong'],
  ...['normal after, s', 'options'],
];

/** The rows of figures that a page has. */
export function rowsOf(page: string): { name: string; row: string; isPlayed: boolean }[] {
  return Array.from(page.matchAll(ROW), ([row, name = '']) => ({
    ...{ name, row },
    isPlayed: row.includes('--seed'),
  }));
}

/**
 * The two tables of docs/reliability.md: which part is hit by what, and what was counted in each cell. A cell that was
 * not played keeps its row in `before`.
 */
export function wholeTables(results: readonly CellResult[], before: string): string {
  const known = new Map(rowsOf(before).map(({ name, row }) => [name, row]));
  for (const result of results) known.set(nameOf(result.cell), rowOf(result));
  const rows = CELLS.map((cell) => known.get(nameOf(cell)) ?? emptyRowOf(cell));
  const figures = [line(HEAD), line(HEAD.map(() => '---')), ...rows].join('\n');
  return `${matrix(figures)}\n\n${figures}`;
}

/** The matrix alone: each cell leads to its figures in the page and says whether all was right, or why it is empty. */
export function matrix(page: string): string {
  const states = new Map(rowsOf(page).map((row) => [row.name, stateOf(row)]));
  const reasons: string[] = [];
  const cellOf = (cell: Cell): string => {
    const why = whyNot(cell);
    if (why === undefined) return `[${states.get(nameOf(cell)) ?? 'open'}](#${nameOf(cell)})`;
    reasons.push(`${PARTS[cell.part]}, ${cell.fault}: ${why}.`);
    return `(${reasons.length})`;
  };
  const rows = PART_NAMES.map((part) =>
    line([PARTS[part], ...FAULT_NAMES.map((fault) => cellOf({ part, fault }))]),
  );
  return [
    line(['part', ...FAULT_NAMES]),
    line(Array.from({ length: FAULT_NAMES.length + 1 }, () => '---')),
    ...rows,
    '',
    ...FAULT_NAMES.map((fault) => `- _${fault}_: ${FAULTS[fault]}`),
    ...reasons.map((reason, index) => `- (${index + 1}) ${reason}`),
  ].join('\n');
}

function stateOf({ row, isPlayed }: { row: string; isPlayed: boolean }): string {
  if (!isPlayed) return 'not played yet';
  // The row begins with a bar.
  const wrong = Number(row.split('|')[HEAD.indexOf('wrong') + 1]);
  return wrong === 0 ? 'held' : `${wrong} wrong`;
}

function rowOf(result: CellResult): string {
  const { cell, orders, confirmed, keptMinor, backMinor, mails, tickets, scans } = result;
  return line([
    `${anchorOf(cell)}${nameOf(cell)}`,
    ...[orders, confirmed].map(String),
    ...[keptMinor, backMinor].map((minor) => (minor / 100).toFixed(0)),
    ...[mails, tickets, scans, result.broken.length].map(String),
    result.secondsToNormal.toFixed(1),
    `\`${result.isQuick ? '--quick ' : ''}--seed ${result.runSeed}\``,
  ]);
}

function emptyRowOf(cell: Cell): string {
  const [, ...others] = HEAD;
  return line([`${anchorOf(cell)}${nameOf(cell)}`, ...others.map(() => '–')]);
}

function anchorOf(cell: Cell): string {
  return `<a id="${nameOf(cell)}"></a>`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
