import {
  ApiError,
  type LoadChange,
  type LoadConfig,
  type LoadReport,
  type LoadPreset,
  type LoadRunSummary,
  type LoadStart,
  type LoadStats,
} from '@onsale/contracts';
import type { GeneratorConfig } from './config.ts';
import { idleStats } from './idle-stats.ts';
import { changeLoad, checkLoad, defaultLoad } from './load-config.ts';
import { LoadRun } from './load-run.ts';
import { changePreset, presetNamed, presetsWithin } from './presets/presets.ts';
import { newRunId } from './run-id.ts';
import { KEPT_FILES, type RunFolder } from './runs/run-folder.ts';
import { prepareSearch, ScalePilot } from './search/scale-pilot.ts';
import { asksForTheSame } from './sending-plan.ts';
import { TargetTickets } from './target-tickets.ts';

/** Runs whose reports are kept in memory. */
const KEPT_RUNS = 20;
/** How often a target that was down at the start is asked for its tickets. */
const ASK_AGAIN_MS = 1000;

export type GeneratorSettings = Pick<
  GeneratorConfig,
  'TARGET_API' | 'TARGET_RPS' | 'MAX_RPS' | 'MAX_DURATION_S' | 'MAX_IN_FLIGHT'
>;

/** The configuration, the active run, and the reports of earlier runs. */
export class Generator {
  readonly #settings: GeneratorSettings;
  readonly #folder: RunFolder | undefined;
  readonly #tickets: TargetTickets;
  readonly #watchers = new Set<() => void>();
  #config: LoadConfig;
  #isOtherBusy: () => boolean = () => false;
  #runs: LoadRun[] = [];
  #pilot: ScalePilot | undefined;
  /** Resolves when the report of the latest run is on disk. */
  #saved: Promise<void> = Promise.resolve();
  #starting = false;
  #sentByForgottenRuns = 0;

  /** Without a folder, runs are forgotten with the process. */
  constructor(settings: GeneratorSettings, folder?: RunFolder) {
    this.#settings = settings;
    this.#folder = folder;
    this.#config = defaultLoad(settings);
    this.#tickets = new TargetTickets(settings.TARGET_API);
  }

  /** Starts nothing while something else is a load on the same shop. */
  yieldTo(isOtherBusy: () => boolean): void {
    this.#isOtherBusy = isOtherBusy;
  }

  get config(): LoadConfig {
    return this.#config;
  }

  /**
   * Starts a run. The preset, if one is named, and then the other fields override the configuration
   * for this run only.
   */
  async start({ preset, ...change }: LoadStart): Promise<LoadRun> {
    const known = preset === undefined ? undefined : presetNamed(preset, this.#settings);
    const asked = known === undefined ? change : changePreset(known.config, change);
    const config = changeLoad(this.#config, asked);
    checkLoad(config, this.#settings);
    const search = known?.searches === true ? prepareSearch(config) : undefined;
    await this.#tickets.check(config);
    this.#refuseSecondRun();
    this.#starting = true;
    try {
      const goods = this.#tickets.goods(config);
      const run = await LoadRun.start(
        {
          runId: newRunId(),
          target: this.#settings.TARGET_API,
          maxInFlight: this.#settings.MAX_IN_FLIGHT,
          config,
          mix: goods.mix,
        },
        { sells: goods.sells, preset, onStats: () => this.#announce() },
      );
      this.#runs = [run, ...this.#runs];
      for (const { sent } of this.#runs.splice(KEPT_RUNS)) this.#sentByForgottenRuns += sent;
      if (this.#folder !== undefined) this.#saved = this.#folder.follow(run);
      if (!this.#tickets.isKnown) void this.#askForTickets(run);
      const pilot = search === undefined ? undefined : new ScalePilot(run, search);
      this.#pilot = pilot;
      void run.fleet.follow(run, () => pilot?.look(run.fleet.latest));
      return run;
    } finally {
      this.#starting = false;
    }
  }

  /** Ends the run and returns its final report. */
  async stop(): Promise<LoadReport> {
    const run = this.#active();
    if (run === undefined) throw new ApiError('NO_ACTIVE_RUN', 'no run is active');
    await run.stop();
    return run.report();
  }

  /** Changes the configuration and the active run; `replace` starts from the defaults. */
  async configure(change: LoadChange, { replace }: { replace: boolean }): Promise<LoadConfig> {
    const config = changeLoad(replace ? defaultLoad(this.#settings) : this.#config, change);
    // The only way to drop a threshold.
    if (replace && change.thresholds !== undefined) config.thresholds = change.thresholds;
    checkLoad(config, this.#settings);
    const run = this.#active();
    const runConfig = run === undefined || replace ? config : changeLoad(run.config, change);
    checkLoad(runConfig, this.#settings);
    if (change.mix !== undefined || change.event !== undefined) await this.#tickets.check(config);
    this.#config = config;
    // Who sets rates by hand takes over from a search.
    if (run !== undefined && !asksForTheSame(runConfig, run.config)) this.#pilot?.end();
    run?.change(runConfig, this.#tickets.goods(runConfig));
    return config;
  }

  stats(): LoadStats {
    const [run] = this.#runs;
    if (run !== undefined) return run.stats();
    const { steps: _steps, ...stats } = idleStats(this.#config);
    const verdict = { passed: null, outcome: 'unmeasured' as const, checks: [] };
    const { sells } = this.#tickets.goods(this.#config);
    const target = this.#settings.TARGET_API;
    return { ...stats, state: 'idle', target, sells, config: this.#config, verdict };
  }

  /** Requests sent since the process started. */
  get sentTotal(): number {
    return this.#runs.reduce((sum, { sent }) => sum + sent, this.#sentByForgottenRuns);
  }

  /** Whether a run is active or about to be. */
  get isBusy(): boolean {
    return this.#starting || this.#active() !== undefined;
  }

  presets(): LoadPreset[] {
    return presetsWithin(this.#settings);
  }

  /** Newest first. */
  runs(): LoadRunSummary[] {
    const recent = this.#runs.map((run) => run.summary());
    const ids = new Set(recent.map(({ runId }) => runId));
    const earlier = this.#folder?.summaries().filter(({ runId }) => !ids.has(runId)) ?? [];
    return [...recent, ...earlier].slice(0, KEPT_FILES);
  }

  /** Throws `ApiError` 404 when there is no such run. */
  async run(runId: string): Promise<LoadReport> {
    const recent = this.#runs.find(({ id }) => id === runId);
    const report = recent?.report() ?? (await this.#folder?.read(runId));
    if (report === undefined) throw new ApiError('RUN_NOT_FOUND', 'there is no such run');
    return report;
  }

  /** Calls `watcher` whenever there are new statistics; returns a function that unsubscribes it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Stops the active run, if there is one. */
  async close(): Promise<void> {
    await this.#active()?.stop({ hurried: true });
    await this.#saved;
  }

  #active(): LoadRun | undefined {
    return this.#runs[0]?.isActive === true ? this.#runs[0] : undefined;
  }

  #refuseSecondRun(): void {
    if (this.#isOtherBusy()) {
      throw new ApiError(
        'RUN_ACTIVE',
        'a crowd or a rehearsal is active; stop it before you start a run',
      );
    }
    const run = this.#active();
    if (run === undefined && !this.#starting) return;
    throw new ApiError('RUN_ACTIVE', `a run is active${run === undefined ? '' : `: ${run.id}`}`);
  }

  #announce(): void {
    for (const watcher of this.#watchers) watcher();
  }

  // A target that was down at the start may come up later; its tickets are ordered from then on.
  async #askForTickets(run: LoadRun): Promise<void> {
    while (run.isActive && !(await this.#tickets.read(run.config.event).catch(() => false))) {
      await run.endedWithin(ASK_AGAIN_MS);
    }
    if (run.isActive) run.change(run.config, this.#tickets.goods(run.config));
  }
}
