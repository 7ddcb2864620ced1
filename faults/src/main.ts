import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writePage } from '@onsale/testing';
import { figures, promises, type Result, verdictLine } from './results-table.ts';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { isKept, type Scenario } from './scenario.ts';
import { playWhole } from './whole/main.ts';

const HELP = `Attacks a running sale and counts every order afterwards.

npm run faults -- [SCENARIO...] [options]
  the first word of a name, such as records, means all that begin with it
npm run faults -- whole [CELL|PART|FAULT...] [--seed N] [--quick] [--write] [--list]
  the whole sale, each part hit by each fault; by default all of them
  --seed N     decides what happens by chance, and is printed; the same number repeats it
  --quick      the short form that npm test runs
  --buyers N   how many buyers paying-crowd has; default 1000
  --minutes N  how long they keep coming; default 5
  --write      puts the figures of these scenarios into faults/RESULTS.md and docs/reliability.md
  --list       names the scenarios
  --help

Exit code: 0 every promise was kept, 1 one was broken, 2 the command line is wrong.
`;
const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const RESULTS = fileURLToPath(new URL('../RESULTS.md', import.meta.url));
const TABLE = /(<!-- results -->\n)[^]*(\n<!-- end of results -->)/;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const given = read(args);
  if (typeof given === 'string') {
    process.stderr.write(`${given}\n\n${HELP}`);
    return 2;
  }
  if (given.help || (given.list && 'scenarios' in given)) {
    const names = SCENARIOS.map(({ name, fault }) => `${name.padEnd(24)} ${fault}\n`).join('');
    process.stdout.write(given.help ? HELP : names);
    return 0;
  }
  if ('cells' in given) {
    const code = await playWhole(given.cells, given);
    if (typeof code === 'number') return code;
    process.stderr.write(`${code}\n`);
    return 2;
  }
  const results: Result[] = [];
  for (const scenario of given.scenarios) {
    const seed = given.seed ?? randomInt(2 ** 31);
    process.stdout.write(
      `${scenario.name} --seed ${seed}\n  ${scenario.fault}; ${scenario.promise}\n`,
    );
    const say = (line: string) => void process.stderr.write(`  ${line}\n`);
    const result = {
      scenario,
      seed,
      outcome: await runScenario(scenario, { ...given, seed, say }),
    };
    results.push(result);
    process.stdout.write(`  ${verdictLine(result)}\n`);
  }
  process.stdout.write(`\n${figures(results)}\n`);
  if (given.write) await writeTables(results);
  return results.every(({ outcome }) => isKept(outcome)) ? 0 : 1;
}

function read(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: text,
        buyers: text,
        minutes: text,
        quick: flag,
        write: flag,
        list: flag,
        help: flag,
      },
    });
    const { seed, buyers, minutes, ...flags } = values;
    for (const [option, number] of Object.entries({ seed, buyers, minutes })) {
      if (number !== undefined && !/^\d{1,10}$/.test(number)) {
        return `--${option} must be a whole number`;
      }
    }
    const scale = {
      ...(buyers === undefined ? {} : { buyers: Number(buyers) }),
      ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
    };
    const numbers = { scale, seed: seed === undefined ? undefined : Number(seed) };
    const [first, ...cells] = positionals;
    if (first === 'whole') return { ...flags, ...numbers, cells };
    const unknown = positionals.find((word) => scenariosNamed(word).length === 0);
    if (unknown !== undefined) return `there is no scenario ${unknown}; see --list`;
    const named = new Set(positionals.flatMap(scenariosNamed));
    const scenarios = SCENARIOS.filter((each) => positionals.length === 0 || named.has(each));
    return { ...flags, ...numbers, scenarios };
  } catch (error) {
    return (error as Error).message;
  }
}

function scenariosNamed(word: string): readonly Scenario[] {
  const exact = SCENARIOS.filter(({ name }) => name === word);
  return exact.length > 0 ? exact : SCENARIOS.filter(({ name }) => name.startsWith(`${word}-`));
}

async function writeTables(results: readonly Result[]): Promise<void> {
  const before = TABLE.exec(await readFile(RESULTS, 'utf8'))?.[0] ?? '';
  const counted = figures(results, { table: before, scenarios: SCENARIOS });
  await replaceTable(RESULTS, counted);
  await replaceTable(PAGE, promises(counted, SCENARIOS));
}

async function replaceTable(file: string, table: string): Promise<void> {
  const put = (_: string, head: string, tail: string) => `${head}\n${table}\n${tail}`;
  writePage(file, (await readFile(file, 'utf8')).replace(TABLE, put));
}
