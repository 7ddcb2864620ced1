import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzzAll } from './fuzz-all.ts';
import type { FuzzReport } from './fuzz.ts';

const HELP = `Sends random and mutated requests to every interface.

npm run fuzz -- [INTERFACE...] [--requests N] [--seed N]     default: 100000 requests to each
  gateway, waiting-room, payments, webhooks (signed, to payments), bank, office (as an owner), codes (to gateway and
  office at once), strangers (to the office, not signed in), devices (to the office), delivery, database-api, workload-generator

Fails on a 5xx other than 503, an error without its body, no answer, a secret or a stack in one, a crash, growing
memory, a connection that stays open, and books that do not add up. The seed is printed; the same one sends the same requests.

Exit code: 0 nothing failed, 1 something did.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(HELP);
else {
  process.stdout.write(
    `npm run fuzz -- ${[...positionals, ''].join(' ')}--requests ${values.requests} --seed ${values.seed}\n`,
  );
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const options = { requests: Number(values.requests), seed: Number(values.seed), say };
  const interfaces = positionals.length === 0 ? {} : { interfaces: positionals };
  const onReport = ({ service, requests, statuses }: FuzzReport) =>
    void process.stdout.write(`${service}: ${requests} requests: ${JSON.stringify(statuses)}\n`);
  const reports = await fuzzAll({ ...options, ...interfaces, onReport });
  for (const { service, problems } of reports) {
    for (const problem of problems.slice(0, 20)) process.stdout.write(`${service}: ${problem}\n`);
  }
  process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;
}
