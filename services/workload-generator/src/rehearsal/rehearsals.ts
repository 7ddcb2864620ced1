import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  ApiError,
  type RehearsalList,
  type RehearsalProblem,
  type RehearsalReport,
  type RehearsalRun,
  type RehearsalStart,
} from '@onsale/contracts';
import { newRunId } from '../run-id.ts';
import type { PlaceSettings } from './find-here.ts';
import type { ReportFolder } from './report-folder.ts';
import type { RehearsalNews, RehearsalSetup } from './rehearsal-thread.ts';
import { revokeKey } from './revoke-key.ts';

/** Long rehearsals keep every second, every other one, and so on. */
const MOST_SECONDS = 600;

const NO_MEMORY: RehearsalProblem = {
  message:
    'the crowd needed more memory than the generator has: play a smaller one, or give it more',
  reason: 'no_memory',
};

/** The rehearsal that is played, or the last one; one at a time, and none beside a load. */
export class Rehearsals {
  readonly #settings: PlaceSettings;
  readonly #reports: ReportFolder;
  readonly #isOtherBusy: () => boolean;
  #worker: Worker | undefined;
  /** Resolves when nothing of it is left. */
  #ended: Promise<unknown> = Promise.resolve();
  #starting = false;
  #run: RehearsalRun | undefined;

  constructor(settings: PlaceSettings, reports: ReportFolder, isOtherBusy: () => boolean) {
    this.#settings = settings;
    this.#reports = reports;
    this.#isOtherBusy = isOtherBusy;
  }

  get isBusy(): boolean {
    return this.#starting || this.#worker !== undefined;
  }

  /** Throws `ApiError` 409 where nothing may be played, or something else runs. */
  async start({ plan, apiKey, rehearsalId }: RehearsalStart): Promise<RehearsalRun> {
    if (this.isBusy || this.#isOtherBusy()) {
      throw new ApiError('RUN_ACTIVE', 'a run is active; stop it before you rehearse a sale');
    }
    this.#starting = true;
    try {
      // Only here, so that no start pays for it.
      const { findHere } = await import('./find-here.ts');
      const installation = await findHere(this.#settings, apiKey);
      const run: RehearsalRun = {
        ...{ runId: newRunId(), state: 'running', phase: 'preparing', plan },
        startedAt: new Date().toISOString(),
        totals: { waiting: 0, admitted: 0, ordered: 0, confirmed: 0 },
        seconds: [],
      };
      this.#open(run, { installation, plan, eventId: rehearsalId });
      return run;
    } finally {
      this.#starting = false;
    }
  }

  /** Ends it without a report; resolves when the sale of its event is closed. */
  async stop(): Promise<RehearsalRun> {
    const run = this.#run;
    if (this.#worker === undefined || run === undefined) {
      throw new ApiError('NO_ACTIVE_RUN', 'no rehearsal is running');
    }
    await this.close();
    return run;
  }

  list(): RehearsalList {
    const run = this.#run;
    return { ...(run === undefined ? {} : { run }), reports: this.#reports.summaries() };
  }

  /** Throws `ApiError` 404. */
  async report(runId: string): Promise<RehearsalReport> {
    const report = await this.#reports.read(runId);
    if (report === undefined) {
      throw new ApiError('RUN_NOT_FOUND', 'there is no report of such a rehearsal');
    }
    return report;
  }

  async close(): Promise<void> {
    this.#worker?.postMessage('stop');
    await this.#ended;
  }

  #open(run: RehearsalRun, setup: RehearsalSetup): void {
    const worker = new Worker(new URL('rehearsal-thread.ts', import.meta.url), {
      workerData: setup,
    });
    let last: Extract<RehearsalNews, { is: 'over' }> = {
      ...{ is: 'over', state: 'failed' },
      problem: { message: 'the simulator ended unexpectedly' },
    };
    let everyS = 1;
    worker.on('message', (news: RehearsalNews) => {
      if (news.is === 'over') last = news;
      else everyS = note(run, news, everyS);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const problem = isFull ? NO_MEMORY : { message: error.message };
      last = { is: 'over', state: 'failed', problem };
    });
    this.#run = run;
    this.#worker = worker;
    this.#ended = once(worker, 'exit').then(async () => {
      if (last.report !== undefined) await this.#reports.save(run.runId, last.report);
      await revokeKey(setup.installation.office);
      const { problem, state } = last;
      Object.assign(run, { state, phase: 'ended', endedAt: new Date().toISOString() });
      if (problem !== undefined) run.problem = problem;
      // Whoever hears of the end may start the next one.
      this.#worker = undefined;
    });
  }
}

// Which seconds are kept from now on.
function note(
  run: RehearsalRun,
  news: Exclude<RehearsalNews, { is: 'over' }>,
  everyS: number,
): number {
  if (news.is === 'phase') {
    Object.assign(run, { phase: news.phase, eventName: news.eventName, opensAt: news.opensAt });
    // Who was told that nothing is left has closed the page, which the line learns later.
    if (news.phase === 'counting') run.totals.waiting = 0;
    return everyS;
  }
  const { second } = news;
  const { totals } = run;
  if (run.phase === 'gathering' && second.atS >= 0) run.phase = 'selling';
  totals.waiting = second.waiting;
  for (const count of ['admitted', 'ordered', 'confirmed'] as const) totals[count] += second[count];
  if (second.atS % everyS === 0) run.seconds.push(second);
  if (run.seconds.length < MOST_SECONDS) return everyS;
  run.seconds = run.seconds.filter(({ atS }) => atS % (everyS * 2) === 0);
  return everyS * 2;
}
