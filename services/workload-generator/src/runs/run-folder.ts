import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoadReport, type LoadRunSummary } from '@onsale/contracts';
import type { Logger } from '@onsale/service';
import { summaryOf } from './run-summary.ts';

/** How much of a run is lost, at the most, when its process is killed. */
const SAVE_EVERY_MS = 3000;
/** Reports that are kept; the oldest is removed for the next. */
export const KEPT_FILES = 200;
/** Ids begin with the time of their run, so names sort by time. */
const REPORT = /^[0-9a-z-]{1,64}\.json$/;
const UNFINISHED = /^[0-9a-z-]{1,64}\.json\.tmp$/;

interface FollowedRun {
  readonly isActive: boolean;
  endedWithin(ms: number): Promise<void>;
  report(): LoadReport;
}

/** The reports of runs, a file each. Only one process may write into a folder. */
export class RunFolder {
  readonly #folder: string;
  readonly #logger: Logger;
  /** By id, oldest first. */
  readonly #summaries = new Map<string, LoadRunSummary>();
  #saving: Promise<void> = Promise.resolve();

  private constructor(folder: string, logger: Logger) {
    this.#folder = folder;
    this.#logger = logger;
  }

  /**
   * Reads what is there; files that are no reports are logged and left alone. Throws when the folder
   * can be neither made nor read.
   */
  static async open(folder: string, logger: Logger): Promise<RunFolder> {
    const runs = new RunFolder(folder, logger);
    const names = await namesIn(folder);
    for (const name of names.filter((file) => UNFINISHED.test(file))) await rm(join(folder, name));
    const reports = names.filter((file) => REPORT.test(file)).toSorted();
    for (const name of reports.slice(-KEPT_FILES)) await runs.#learn(name);
    return runs;
  }

  /** Newest first. */
  summaries(): LoadRunSummary[] {
    return [...this.#summaries.values()].toReversed();
  }

  /** Undefined when there is no such run, or its file has gone or broken since. */
  async read(runId: string): Promise<LoadReport | undefined> {
    if (!this.#summaries.has(runId)) return undefined;
    return await this.#readReport(`${runId}.json`);
  }

  /** Keeps what there is of a run every few seconds, and its report at the end. Never throws. */
  async follow(run: FollowedRun): Promise<void> {
    for (;;) {
      await run.endedWithin(SAVE_EVERY_MS);
      if (!run.isActive) return await this.save(run.report());
      // Only a process that was killed leaves this behind.
      await this.save({ ...run.report(), state: 'interrupted' });
    }
  }

  /** Keeps a report. A disk that is full loses it, and the log says so. */
  async save(report: LoadReport): Promise<void> {
    this.#saving = this.#saving.then(() => this.#write(report));
    await this.#saving;
  }

  async #write(report: LoadReport): Promise<void> {
    const runId = report.runId ?? '';
    const file = join(this.#folder, `${runId}.json`);
    try {
      await writeFile(`${file}.tmp`, JSON.stringify(report));
      await rename(`${file}.tmp`, file);
      this.#summaries.set(runId, summaryOf(report));
      await this.#forgetOldest();
    } catch (error) {
      this.#logger.error({ err: error, runId }, 'the report of a run could not be kept');
    }
  }

  async #forgetOldest(): Promise<void> {
    for (const runId of [...this.#summaries.keys()].slice(0, -KEPT_FILES)) {
      this.#summaries.delete(runId);
      await rm(join(this.#folder, `${runId}.json`), { force: true });
    }
  }

  async #learn(name: string): Promise<void> {
    const report = await this.#readReport(name);
    if (report !== undefined) this.#summaries.set(name.replace(/\.json$/, ''), summaryOf(report));
  }

  async #readReport(name: string): Promise<LoadReport | undefined> {
    const file = join(this.#folder, name);
    try {
      const report: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (isReport(report) && `${report.runId}.json` === name) return report;
      this.#logger.warn({ file }, 'this is not the report of a run');
    } catch (error) {
      this.#logger.warn({ err: error, file }, 'the report of a run could not be read');
    }
    return undefined;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch (error) {
    throw new Error(`RUNS_DIR can't be used: ${(error as Error).message}`, { cause: error });
  }
}

const { required = [] } = LoadReport as { required?: readonly string[] };

// What is used here and drawn of a run; the rest of a file that has this was written with it.
function isReport(value: unknown): value is LoadReport {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, startedAt, verdict, orders, config, latency } = value as Partial<LoadReport>;
  return (
    required.every((name) => name in value) &&
    typeof runId === 'string' &&
    typeof startedAt === 'string' &&
    typeof verdict?.outcome === 'string' &&
    typeof orders?.accepted === 'number' &&
    typeof config?.profile === 'string' &&
    typeof latency?.run === 'object'
  );
}
