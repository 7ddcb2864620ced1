import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ApiError, type LoadOutcome, type LoadReport } from '@onsale/contracts';
import { ConfigError, loadCommandConfig, progressLine } from '@onsale/service';
import { isForCrowd } from './crowd/crowd-arguments.ts';
import { runCrowd } from './crowd/crowd-command.ts';
import { GeneratorConfig } from './config.ts';
import { Generator } from './generator.ts';
import { latencyCurve } from './latency-curve.ts';
import { HELP, type LoadArguments, readArguments } from './load-arguments.ts';
import { mergeReports } from './merge-reports.ts';
import { UsageError } from './option-values.ts';
import { describeGoods, liveLine, resultTable } from './show-report.ts';

const EXIT_CODE: Record<LoadOutcome, number> = {
  passed: 0,
  failed: 1,
  'nothing-sold': 1,
  unmeasured: 3,
};

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const isOurs = [UsageError, ConfigError, ApiError].some((kind) => error instanceof kind);
  process.stderr.write(`${isOurs ? (error as Error).message : String((error as Error).stack)}\n`);
  return 2;
});

async function main(args: string[]): Promise<number> {
  if (isForCrowd(args) && !args.includes('--help')) return await runCrowd(args);
  const given = readArguments(args.includes('--help') ? ['--help'] : args);
  if (given.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const report =
    given.merge.length > 0 ? mergeReports(given.merge.map(readReport)) : await run(given);
  process.stdout.write(`${resultTable(report)}\n`);
  const path = given.out ?? `.data/load/${given.merge.length > 0 ? 'merged' : report.runId}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(`${path}.svg`, latencyCurve(report));
  process.stdout.write(`wrote ${path}.json and ${path}.svg\n`);
  return EXIT_CODE[report.verdict.outcome];
}

async function run(given: LoadArguments): Promise<LoadReport> {
  const instead = given.target === undefined ? undefined : { TARGET_API: given.target };
  const config = loadCommandConfig(GeneratorConfig, instead);
  const generator = new Generator(config);
  const run = await generator.start(given.change);
  // The first Ctrl-C ends the run with its report, as a stop by REST does; the second ends all.
  process.once('SIGINT', () => void run.stop());
  process.stderr.write(`run ${run.id} against ${config.TARGET_API}: ${describeGoods(run)}\n`);
  const progress = progressLine();
  const stopWatching = generator.watch(() => progress.show(liveLine(run.stats())));
  await run.ended;
  stopWatching();
  progress.end();
  return run.report();
}

function readReport(file: string): LoadReport {
  const report = parseReport(file);
  if (typeof report.histograms?.latency !== 'string') {
    throw new UsageError(`${file} is not a report of a run`);
  }
  // What it has measured is in no histogram.
  if (report.state === 'interrupted') {
    throw new UsageError(`${file} is of a run that was interrupted, which can't be merged`);
  }
  return report as LoadReport;
}

function parseReport(file: string): Partial<LoadReport> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<LoadReport>;
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
}
