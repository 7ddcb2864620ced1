import { isKept, type Outcome, type Scenario } from './scenario.ts';

/** A scenario that was run. */
export interface Result {
  scenario: Scenario;
  seed: number;
  outcome: Outcome;
}

/** The table of docs/reliability.md. A scenario that was not run keeps its row in `before`. */
export function resultsTable(
  results: readonly Result[],
  before: { table: string; scenarios: readonly Scenario[] } = { table: '', scenarios: [] },
): string {
  const head = [
    'scenario',
    'fault',
    'promised',
    'runs',
    'orders',
    'lost, doubled, oversold',
    'normal after, s',
    'seed',
  ];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const fresh = new Map(results.map((result) => [result.scenario.name, line(cellsOf(result))]));
  const rows = [...new Set([...before.scenarios.map(({ name }) => name), ...fresh.keys()])].flatMap(
    (name) => fresh.get(name) ?? rowOf(name, before.table) ?? [],
  );
  return [line(head), line(head.map(() => '---')), ...rows].join('\n');
}

function rowOf(name: string, table: string): string | undefined {
  return table.split('\n').find((row) => row.startsWith(`| \`${name}\` `));
}

function cellsOf({ scenario, seed, outcome }: Result): string[] {
  return [
    `\`${scenario.name}\``,
    scenario.fault,
    scenario.promise,
    String(outcome.faults),
    outcome.check.orders.toLocaleString('en'),
    wrongOf(outcome.check),
    outcome.secondsToNormal.toFixed(1),
    String(seed),
  ];
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
