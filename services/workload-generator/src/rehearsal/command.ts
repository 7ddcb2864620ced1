import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RehearsalReport } from '@onsale/contracts';
import {
  exitCodeOf,
  htmlReport,
  junitReport,
  RefusedRehearsal,
  rehearse,
  textReport,
  type WatchedSecond,
} from '@onsale/rehearsal';
import { ConfigError, loadCommandConfig, progressLine } from '@onsale/service';
import { UsageError } from '../option-values.ts';
import { RehearsalConfig } from './config.ts';
import { readVersion } from './find-here.ts';
import { findInstallation } from './find-installation.ts';
import { HELP, type RehearsalArguments, readRehearsalArguments } from './rehearsal-arguments.ts';

/** As a shell says it of Ctrl-C. */
const INTERRUPTED = 130;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The first one ends it with all that it has made; the second ends it at once.
  process.once(signal, () => {
    process.stderr.write('\ncleaning up; once more ends it at once\n');
    interruption.abort(new Error('interrupted'));
    process.once(signal, () => process.exit(INTERRUPTED));
  });
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (interruption.signal.aborted) return INTERRUPTED;
  const isOurs = [UsageError, ConfigError, RefusedRehearsal].some((kind) => error instanceof kind);
  process.stderr.write(`${isOurs ? (error as Error).message : String((error as Error).stack)}\n`);
  return 2;
});

async function main(args: readonly string[]): Promise<number> {
  const given = readRehearsalArguments(args);
  if (given.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const report = await play(given);
  process.stdout.write(textReport(report));
  if (given.log) process.stdout.write(`${JSON.stringify(report)}\n`);
  else await writeFiles(report, given.out);
  return exitCodeOf(report);
}

async function writeFiles(report: RehearsalReport, out: string | undefined): Promise<void> {
  const path = out ?? `.data/rehearsals/${report.startedAt.slice(0, 19).replaceAll(':', '-')}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.html`, htmlReport(report));
  await writeFile(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(`${path}.xml`, junitReport(report));
  process.stdout.write(`wrote ${path}.html, ${path}.json and ${path}.xml\n`);
}

async function play(given: RehearsalArguments): Promise<RehearsalReport> {
  const config = loadCommandConfig(RehearsalConfig);
  const progress = progressLine();
  const say = (line: string) => {
    progress.end();
    process.stderr.write(`  ${line}\n`);
  };
  const version = await readVersion();
  const installation = await findInstallation(given, config, { version, say });
  try {
    return await rehearse(installation, {
      ...{ plan: given.plan, signal: interruption.signal, say },
      onSecond: (second) => progress.show(lineOf(second)),
    });
  } finally {
    progress.end();
    await installation.stop();
  }
}

function lineOf({ atS, waiting, admitted, ordered, confirmed, slowMs }: WatchedSecond): string {
  return (
    `${atS} s: ${waiting} wait, ${admitted} admitted, ${ordered} ordered, ${confirmed} confirmed, ` +
    `99 of 100 answers within ${slowMs} ms`
  );
}
