import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RehearsalReport, RehearsalSummary } from '@onsale/contracts';
import type { Logger } from '@onsale/service';

/** A report of an hour has two megabytes. */
const KEPT_REPORTS = 50;
const REPORT = /^[0-9a-z-]{1,64}\.json$/;

/** The reports of rehearsals, a file each; in memory where there is no folder. */
export class ReportFolder {
  readonly #folder: string | undefined;
  readonly #logger: Pick<Logger, 'warn' | 'error'>;
  /** By id, oldest first; the whole report only where there is no folder. */
  readonly #known = new Map<string, { summary: RehearsalSummary; report?: RehearsalReport }>();

  /** Knows of nothing that is there already: `open` reads it. */
  constructor(folder: string | undefined, logger: Pick<Logger, 'warn' | 'error'>) {
    this.#folder = folder;
    this.#logger = logger;
  }

  /** Reads what is there; what is no report is logged and left alone. Throws when there can be no such folder. */
  static async open(
    folder: string | undefined,
    logger: Pick<Logger, 'warn' | 'error'>,
  ): Promise<ReportFolder> {
    const reports = new ReportFolder(folder, logger);
    if (folder === undefined) return reports;
    await mkdir(folder, { recursive: true });
    const names = (await readdir(folder)).filter((name) => REPORT.test(name)).toSorted();
    for (const name of names.slice(-KEPT_REPORTS)) {
      const runId = name.replace(/\.json$/, '');
      const report = await reports.#readFile(runId);
      if (report !== undefined) reports.#known.set(runId, { summary: summaryOf(runId, report) });
    }
    return reports;
  }

  /** Newest first. */
  summaries(): RehearsalSummary[] {
    return [...this.#known.values()].map(({ summary }) => summary).toReversed();
  }

  async read(runId: string): Promise<RehearsalReport | undefined> {
    const known = this.#known.get(runId);
    return known === undefined ? undefined : (known.report ?? (await this.#readFile(runId)));
  }

  /** Keeps a report; where the disk takes none, as long as this process lives. */
  async save(runId: string, report: RehearsalReport): Promise<void> {
    const isKept = await this.#write(runId, report);
    this.#known.set(runId, { summary: summaryOf(runId, report), ...(isKept ? {} : { report }) });
    for (const oldest of [...this.#known.keys()].slice(0, -KEPT_REPORTS)) {
      this.#known.delete(oldest);
      if (this.#folder !== undefined) await rm(this.#fileOf(oldest), { force: true });
    }
  }

  async #write(runId: string, report: RehearsalReport): Promise<boolean> {
    if (this.#folder === undefined) return false;
    try {
      await writeFile(`${this.#fileOf(runId)}.tmp`, JSON.stringify(report));
      await rename(`${this.#fileOf(runId)}.tmp`, this.#fileOf(runId));
      return true;
    } catch (error) {
      this.#logger.error({ err: error, runId }, 'the report of a rehearsal could not be kept');
      return false;
    }
  }

  async #readFile(runId: string): Promise<RehearsalReport | undefined> {
    try {
      const report = JSON.parse(
        await readFile(this.#fileOf(runId), 'utf8'),
      ) as Partial<RehearsalReport>;
      if (report.findings !== undefined && report.plan !== undefined) {
        return report as RehearsalReport;
      }
      this.#logger.warn({ runId }, 'this is not the report of a rehearsal');
    } catch (error) {
      this.#logger.warn({ err: error, runId }, 'the report of a rehearsal could not be read');
    }
    return undefined;
  }

  #fileOf(runId: string): string {
    return join(this.#folder ?? '', `${runId}.json`);
  }
}

function summaryOf(runId: string, report: RehearsalReport): RehearsalSummary {
  const { startedAt, eventName, plan, verdict, counts, findings, limits } = report;
  return {
    ...{ runId, startedAt, eventName, plan, verdict },
    confirmed: counts['confirmed'] ?? 0,
    broken: findings.filter(({ is }) => is === 'broken').length,
    limits: [...new Set(limits.map(({ part }) => part))],
  };
}
