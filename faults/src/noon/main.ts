import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runNoon, type NoonReport } from './run-noon.ts';

const HELP = `Plays a hot sale: people who arrive within seconds, wait, refresh, leave, cheat and buy,
against a whole shop of real processes, and says which promises it kept.

npm run noon -- [options]
  --people N   how many come; default 50000
  --tickets N  how many tickets there are; default a twenty-fifth of the people
  --seconds N  how long they take to come; default 10
  --seed N     decides what happens by chance; the same number repeats it
  --json FILE  also writes the report to FILE
  --help

Exit code: 0 every promise was kept, or this machine was too slow to say; 1 one was broken;
2 the command line is wrong.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const given = read(args);
  if (typeof given === 'string') {
    process.stderr.write(`${given}\n\n${HELP}`);
    return 2;
  }
  if (given.help) {
    process.stdout.write(HELP);
    return 0;
  }
  process.stdout.write(`npm run noon -- --people ${given.people} --seed ${given.seed}\n`);
  const say = (line: string) => void process.stderr.write(`  ${line}\n`);
  const report = await runNoon({ ...given, say });
  process.stdout.write(textOf(report));
  if (given.json !== undefined) {
    await writeFile(given.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  return report.judgements.some(({ is }) => is === 'broken') ? 1 : 0;
}

function textOf({ judgements, parts, tookS, kinds }: NoonReport): string {
  const rows = judgements.map(({ promise, is, found }) => `${is.padEnd(7)} ${promise}: ${found}\n`);
  const used = parts.map(
    ({ part, cpuS, rssMb }) =>
      `        ${part.padEnd(14)} ${cpuS.toFixed(1).padStart(7)} CPU s ${rssMb.toFixed(0).padStart(6)} MB\n`,
  );
  const who = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
  return `${rows.join('')}over in ${tookS.toFixed(0)} s; ${who.join(', ')}\n${used.join('')}`;
}

function read(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        people: { type: 'string', default: '50000' },
        tickets: { type: 'string' },
        seconds: { type: 'string', default: '10' },
        seed: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const people = Number(values.people);
    const tickets = Number(values.tickets ?? Math.ceil(people / 25));
    const seconds = Number(values.seconds);
    const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
    for (const [name, value] of Object.entries({ people, tickets, seconds, seed })) {
      if (!Number.isSafeInteger(value) || value < (name === 'seed' ? 0 : 1)) {
        return `--${name} must be a whole number`;
      }
    }
    return { people, tickets, seconds, seed, json: values.json, help: values.help };
  } catch (error) {
    return (error as Error).message;
  }
}
