import { isKept, type Outcome, type Scenario } from './scenario.ts';

/** A scenario that was run. */
export interface Result {
  scenario: Scenario;
  seed: number;
  outcome: Outcome;
}

const WRONG = 'lost, doubled, oversold';
const HEAD = ['scenario', 'faults', 'orders', WRONG, 'normal after, s', 'seed'];
/** A row of figures: its scenario first. */
const ROW = /^\| `([\w-]+)`.*$/gm;

/** What was counted, for faults/RESULTS.md. A scenario that was not run keeps its row in `before`. */
export function figures(
  results: readonly Result[],
  before: { table: string; scenarios: readonly Scenario[] } = { table: '', scenarios: [] },
): string {
  const fresh = new Map(results.map((result) => [result.scenario.name, line(cellsOf(result))]));
  const known = rowsOf(before.table);
  const names = new Set([...before.scenarios.map(({ name }) => name), ...fresh.keys()]);
  const rows = [...names].flatMap((name) => fresh.get(name) ?? known.get(name) ?? []);
  return tableOf(HEAD, rows);
}

/** The list of docs/reliability.md: what is promised, and what was lost by these figures. */
export function promises(counted: string, scenarios: readonly Scenario[]): string {
  const known = rowsOf(counted);
  const played = scenarios.filter(({ name }) => known.has(name));
  const lost = played.flatMap(({ name }) => {
    const wrong = cellOf(known.get(name) ?? '', WRONG);
    return wrong === 'none' ? [] : [`${wrong} in \`${name}\``];
  });
  const sum = (column: string) =>
    Array.from(known.values(), (row) => Number(cellOf(row, column).replaceAll(',', '')))
      .reduce((all, each) => all + each, 0)
      .toLocaleString('en');
  return [
    ...played.map(({ name, fault, promise }) => `- \`${name}\`: ${fault}. ${capital(promise)}.`),
    '',
    `${known.size} scenarios with ${sum('faults')} faults and ${sum('orders')} orders ([each](../faults/RESULTS.md)).`,
    `Orders lost, doubled or oversold: ${lost.join(', ') || 'none'}.`,
  ].join('\n');
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function rowsOf(table: string): Map<string, string> {
  return new Map(Array.from(table.matchAll(ROW), ([row, name = '']) => [name, row]));
}

function cellOf(row: string, column: string): string {
  // The row begins with a bar.
  return row.split('|')[HEAD.indexOf(column) + 1]?.trim() ?? '';
}

function cellsOf({ scenario, seed, outcome }: Result): string[] {
  return [
    `\`${scenario.name}\``,
    String(outcome.faults),
    outcome.check.orders.toLocaleString('en'),
    wrongOf(outcome.check),
    outcome.secondsToNormal.toFixed(1),
    String(seed),
  ];
}

function tableOf(head: readonly string[], rows: readonly string[]): string {
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function wrongOf(check: Outcome['check']): string {
  const wrong = (['lost', 'doubled', 'oversold'] as const).filter((kind) => check[kind] > 0);
  return wrong.map((kind) => `${check[kind].toLocaleString('en')} ${kind}`).join(', ') || 'none';
}

/** The last line of a scenario: its audit. */
export function verdictLine({ outcome }: Result): string {
  const { check, broken = [], note } = outcome;
  const counts =
    `${check.orders} orders, ${check.confirmed} confirmed, ${check.rejected} rejected, ` +
    `${check.lost} lost, ${check.doubled} doubled, ${check.oversold} oversold, ` +
    `normal after ${outcome.secondsToNormal.toFixed(1)} s${note === undefined ? '' : `; ${note}`}`;
  const problems = [...check.problems, ...broken].map((problem) => `\n    ${problem}`).join('');
  return `audit ${isKept(outcome) ? 'clean' : 'BROKEN'}: ${counts}${problems}`;
}
