import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzzAll } from './fuzz-all.ts';

const HELP = `Sends random and mutated requests to every endpoint of every service.

npm run fuzz -- [--requests N] [--seed N]     default: 100000 requests

Fails on a 5xx other than 503, an error without its body, a crash, growing memory, a connection that
stays open, and books that do not add up. The seed is printed; the same one sends the same requests.

Exit code: 0 nothing of that, 1 some.
`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else {
  process.stdout.write(`npm run fuzz -- --requests ${values.requests} --seed ${values.seed}\n`);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const options = { requests: Number(values.requests), seed: Number(values.seed), say };
  const reports = await fuzzAll(options);
  for (const { service, requests, statuses, problems } of reports) {
    process.stdout.write(`${service}: ${requests} requests: ${JSON.stringify(statuses)}\n`);
    for (const problem of problems.slice(0, 20)) process.stdout.write(`  ${problem}\n`);
  }
  process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;
}
