import { availableParallelism } from 'node:os';
import { PassThrough } from 'node:stream';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { root } from './project-files.ts';
import { filesOf, LONG_SUITES } from './suites.ts';
import { TestProgress } from './test-progress.ts';

// Runs the tests of `npm test`, or the long suites that it is given by name: `node test/run-suite.ts
// pages faults`. One line tells of each file as soon as it is done, and at once of what has failed in
// it; the end has all failures in full, the slowest files, and the count.

/** Tests wait more than they compute; beyond this they are in each other's way. */
const CONCURRENCY = availableParallelism() + 1;
/** For one file: what hangs is told, and does not stop the others. */
const TIMEOUT_MS = 15 * 60_000;
/** Reading the modules costs more than many a test. The services' processes use the same. */
const COMPILE_CACHE = `${root}node_modules/.cache/onsale`;

const names = process.argv.slice(2);
const unknown = names.filter((name) => LONG_SUITES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`no suite is named ${unknown.join()}: ${Object.keys(LONG_SUITES).join()}\n`);
  process.exit(2);
}
const files = names.length === 0 ? filesOf(undefined) : names.flatMap((name) => filesOf(name));

// The processes of the tests inherit it.
process.env['NODE_COMPILE_CACHE'] ??= COMPILE_CACHE;
const concurrency = Number(process.env['TEST_CONCURRENCY'] || CONCURRENCY);
process.stdout.write(`${files.length} files with tests, ${concurrency} at a time\n`);
const progress = new TestProgress(files.length, (line) => process.stdout.write(`${line}\n`));
const failuresAndCount = new PassThrough({ objectMode: true });
const atTheEnd: TestEvent[] = [];
run({
  files: files.map((file) => root + file),
  ...{ concurrency, timeout: TIMEOUT_MS },
})
  .on('data', (event: TestEvent) => {
    progress.take(event);
    const { type, data } = event;
    if (type === 'test:stderr') process.stderr.write(data.message);
    if (type === 'test:fail') process.exitCode = 1;
    const isOfAll = type === 'test:diagnostic' && data.file === undefined;
    if (isOfAll || type === 'test:fail') atTheEnd.push(event);
  })
  .on('end', () => {
    progress.end();
    for (const event of atTheEnd) failuresAndCount.write(event);
    failuresAndCount.end();
  });
failuresAndCount.compose(spec).pipe(process.stdout);
