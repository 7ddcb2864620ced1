import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writePage } from '@onsale/testing';
import { benchmarks } from './benchmarks.ts';
import { FULL, isMet, type Scale, SMOKE } from './measure/benchmark.ts';
import { describeMachine } from './measure/machine.ts';
import { toMarkdown } from './measure/page.ts';
import { type Results, table } from './measure/table.ts';

const HELP = `npm run bench                        measures everything, writes docs/benchmarks.md and
                                     bench/results/latest.json
npm run bench -- NAME ...            measures these only, and writes nothing
npm run bench -- --add NAME ...      the same, and replaces their figures in the page
npm run bench -- --page              measures nothing, and writes the page anew from the last figures
npm run bench -- --check [NAME ...]  ends with 1 when a result misses its goal
    --rounds N   rounds of each (default ${FULL.rounds})
    --keep PATH  a folder where \`office\` keeps its season, and finds it the next time
    --smoke      a tiny run, which shows that everything works and nothing else

${benchmarks.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}
`;

const root = fileURLToPath(new URL('../../', import.meta.url));
const LATEST = `${root}bench/results/latest.json`;
const PAGE = `${root}docs/benchmarks.md`;
const TABLE = /(<!-- bench -->\n)[^]*(\n<!-- end of bench -->)/;

// Three print their own tables: `fleet`, `followers`, and `generator` with its number of seconds.
const [first = '', ...others] = process.argv.slice(2);
if (
  ['fleet', 'followers'].includes(first) ||
  (first === 'generator' && /^\d+$/.test(others[0] ?? ''))
) {
  const program = fileURLToPath(new URL(`${first}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, [program, ...others], { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    add: { type: 'boolean', default: false },
    page: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    keep: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const unknown = positionals.filter((name) => !benchmarks.some((each) => each.name === name));
  const scale = readScale();
  if (values.help) {
    print(HELP);
    return 0;
  }
  const isAddedWhole = values.add && (values.smoke || positionals.length === 0);
  if (unknown.length > 0 || scale === undefined || isAddedWhole) {
    const what =
      scale === undefined
        ? '--rounds must be 1 to 100'
        : isAddedWhole
          ? '--add is for named benchmarks, and not for a tiny run'
          : `no benchmark ${unknown[0]}`;
    process.stderr.write(`${what}\n\n${HELP}`);
    return 2;
  }
  if (values.page) {
    writeFigures(readLatest());
    return 0;
  }
  const results = await measure(scale);
  if (positionals.length === 0 && !values.smoke) write(results);
  else if (values.add) write(addTo(readLatest(), results));
  const missed = results.rows.filter((row) => !isMet(row));
  if (missed.length > 0 && !values.smoke) print(`\n${missed.length} missed`);
  return values.check && missed.length > 0 ? 1 : 0;
}

function readScale(): Scale | undefined {
  const scale = values.smoke ? SMOKE : FULL;
  const rounds = Number(values.rounds ?? scale.rounds);
  return Number.isInteger(rounds) && rounds >= 1 && rounds <= 100
    ? { ...scale, rounds, keepIn: values.keep === undefined ? undefined : resolve(values.keep) }
    : undefined;
}

async function measure(scale: Scale): Promise<Results> {
  const machine = describeMachine();
  const rows: Results['rows'] = [];
  for (const benchmark of benchmarks) {
    const { name } = benchmark;
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    print(`${name} ...`);
    const measured = await benchmark.run(scale);
    const named = measured.map((row) => ({ ...row, benchmark: name }));
    print(table(named).join('\n'));
    rows.push(...named);
  }
  return { machine, rounds: scale.rounds, roundMs: scale.roundMs, rows };
}

function readLatest(): Results {
  return JSON.parse(readFileSync(LATEST, 'utf8')) as Results;
}

/** The last whole run, with what was measured on its own in place of its old figures, in the order of benchmarks. */
function addTo(latest: Results, { machine, rounds, rows }: Results): Results {
  const day = machine.date.slice(0, 10);
  const noted = rows.map((row, i) => {
    if (row.benchmark === rows[i - 1]?.benchmark) return row;
    const own = `measured on its own with \`--rounds ${rounds}\`, ${day}, load ${machine.load.toFixed(1)}`;
    return { ...row, note: row.note === undefined ? own : `${row.note}; ${own}` };
  });
  const all = [
    ...latest.rows.filter(({ benchmark }) => !positionals.includes(benchmark)),
    ...noted,
  ];
  const place = (row: Results['rows'][number]) =>
    benchmarks.findIndex(({ name }) => name === row.benchmark);
  return { ...latest, rows: all.toSorted((a, b) => place(a) - place(b)) };
}

function write(results: Results): void {
  mkdirSync(`${root}bench/results`, { recursive: true });
  writeFileSync(LATEST, `${JSON.stringify(results, null, 2)}\n`);
  writeFigures(results);
  print('\nwrote docs/benchmarks.md and bench/results/latest.json');
}

function writeFigures(results: Results): void {
  const page = readFileSync(PAGE, 'utf8');
  writePage(
    PAGE,
    page.replace(
      TABLE,
      (_, head: string, tail: string) => `${head}\n${toMarkdown(results)}\n${tail}`,
    ),
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
