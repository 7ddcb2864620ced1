import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type {
  LoadConfig,
  LoadGoods,
  LoadPresetName,
  LoadReport,
  LoadRunSummary,
  LoadSearch,
  LoadStage,
  LoadStats,
} from '@onsale/contracts';
import type {
  EngineCommand,
  EngineHistograms,
  EngineReport,
  EngineSetup,
  EngineStats,
} from './engine-messages.ts';
import { FleetWatch } from './fleet/fleet-watch.ts';
import { emptyHistograms, idleStats } from './idle-stats.ts';
import { Seconds } from './seconds.ts';
import type { Goods } from './target-tickets.ts';
import { summaryOf } from './runs/run-summary.ts';
import { judge } from './verdict.ts';

/** Requests are short-lived: with a large young generation, garbage collection is rare and brief. */
const YOUNG_GENERATION_MB = 64;

/** How long the shutdown of the process waits for the orders that a run follows. */
const HURRIED_SETTLE_MS = 1000;

interface RunOptions {
  sells: LoadGoods;
  preset?: LoadPresetName | undefined;
  /** Called twice a second and at the end. */
  onStats: () => void;
}

/** One run: its engine in a thread of its own, and afterwards its report. */
export class LoadRun {
  readonly id: string;
  readonly startedAt: string;
  config: LoadConfig;
  sells: LoadGoods;
  /** What a search for the rates of this load has to say. */
  search: LoadSearch | undefined;
  readonly target: string;
  readonly fleet = new FleetWatch();
  readonly #preset: LoadPresetName | undefined;
  readonly #onStats: () => void;
  readonly #seconds = new Seconds();
  readonly #ended = Promise.withResolvers<void>();
  #mix: Goods['mix'];
  #worker: Worker | undefined;
  #endedAt: string | undefined;
  #stats: EngineStats;
  #histograms: EngineHistograms = emptyHistograms();

  private constructor(setup: EngineSetup, { sells, preset, onStats }: RunOptions) {
    this.id = setup.runId;
    this.startedAt = new Date().toISOString();
    this.config = setup.config;
    this.sells = sells;
    this.#preset = preset;
    this.target = setup.target;
    this.#mix = setup.mix;
    this.#onStats = onStats;
    this.#stats = idleStats(setup.config);
  }

  /** Resolves when the engine's clock runs. */
  static async start(setup: EngineSetup, options: RunOptions): Promise<LoadRun> {
    const run = new LoadRun(setup, options);
    const worker = new Worker(new URL('engine-thread.ts', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    run.#worker = worker;
    worker.on('message', (message: EngineReport) => run.#receive(message));
    worker.on('error', (error) => run.#break(error as Error));
    worker.on('exit', () => run.#end());
    await once(worker, 'message');
    return run;
  }

  get isActive(): boolean {
    return this.#endedAt === undefined;
  }

  /** Requests sent so far. */
  get sent(): number {
    return this.#stats.sent;
  }

  /** Resolves when the run is over and its report final. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Resolves after so many milliseconds, or when the run has ended. */
  async endedWithin(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([promise, this.ended]);
    clearTimeout(timer);
  }

  change(config: LoadConfig, { sells, mix }: Goods): void {
    this.config = config;
    this.sells = sells;
    this.#mix = mix;
    this.#command({ type: 'change', config, mix });
  }

  /** Continues with other stages. */
  steer(stages: LoadStage[]): void {
    this.change({ ...this.config, stages }, { sells: this.sells, mix: this.#mix });
  }

  /**
   * Ends the sending and waits for the report: until no followed order can settle in time any more,
   * or, in a hurry, for a second.
   */
  async stop({ hurried = false } = {}): Promise<void> {
    const { thresholds, settleTimeoutS } = this.config;
    const limitMs = Math.max(HURRIED_SETTLE_MS, thresholds.clickToSettledP99Ms ?? 0);
    const settleMs = hurried ? HURRIED_SETTLE_MS : Math.min(settleTimeoutS * 1000, limitMs);
    this.#command({ type: 'stop', settleMs });
    await this.ended;
  }

  stats(): LoadStats {
    const { steps, ...rest } = this.#stats;
    const common = {
      sells: this.sells,
      ...rest,
      runId: this.id,
      ...(this.#preset === undefined ? {} : { preset: this.#preset }),
      config: this.config,
      startedAt: this.startedAt,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      ...(this.config.profile === 'steps'
        ? { steps, lastGoodRps: steps.findLast((step) => step.passed)?.rps ?? null }
        : {}),
      ...(this.search === undefined ? {} : { search: this.search }),
    };
    return {
      target: this.target,
      ...common,
      verdict: judge(common, this.config.thresholds),
    };
  }

  report(): LoadReport {
    const fleet = this.fleet.report();
    return {
      ...this.stats(),
      seconds: this.#seconds.all(),
      ...(fleet === undefined ? {} : { fleet }),
      histograms: this.#histograms,
    };
  }

  summary(): LoadRunSummary {
    return summaryOf(this.stats());
  }

  #command(command: EngineCommand): void {
    if (this.isActive) this.#worker?.postMessage(command);
  }

  #receive(message: EngineReport): void {
    if (message.type !== 'stats') return;
    this.#stats = message.stats;
    for (const second of message.seconds) this.#seconds.push(second);
    if (message.histograms !== undefined) {
      this.#histograms = message.histograms;
      this.#end();
    }
    this.#onStats();
  }

  // A crashed engine must not take the service down: the run ends and says why.
  #break(error: Error): void {
    const { errors } = this.#stats;
    this.#stats = {
      ...this.#stats,
      errors: { ...errors, 'generator broke': 1 },
      lastErrors: [
        ...this.#stats.lastErrors,
        { at: new Date().toISOString(), status: 0, body: `the generator broke: ${error.message}` },
      ],
    };
    this.#end();
  }

  #end(): void {
    if (this.#endedAt !== undefined) return;
    this.#endedAt = new Date().toISOString();
    this.#stats = { ...this.#stats, state: 'finished' };
    this.#ended.resolve();
    this.#onStats();
  }
}
