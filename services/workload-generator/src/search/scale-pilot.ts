import {
  ApiError,
  type Fleet,
  type LoadConfig,
  type LoadSearch,
  type LoadStats,
} from '@onsale/contracts';
import type { LoadRun } from '../load-run.ts';
import { type Decision, ScaleSearch } from './scale-search.ts';
import { type ScaledService, scaledServicesOf } from './scaled-service.ts';
import type { Sight } from './sight.ts';
import { stagesAfter } from './stages-so-far.ts';

/** In less, nothing can be measured, and nothing scales. */
const SHORTEST_SEARCH_S = 20;
/** Decisions that are remembered; a search makes about thirty. */
const MAX_DECISIONS = 100;
/** What counts as late where the load has no threshold for latency. */
const USUAL_P99_MS = 1000;

/** Leads a running load by what a search decides, until it ends or somebody else changes its plan. */
export class ScalePilot {
  readonly #run: LoadRun;
  readonly #search: ScaleSearch;
  readonly #totalS: number;
  readonly #decisions: LoadSearch['decisions'] = [];
  #before: LoadStats;
  #isEnded = false;

  constructor(run: LoadRun, search: ScaleSearch) {
    this.#run = run;
    this.#search = search;
    this.#totalS = run.config.durationS;
    this.#before = run.stats();
    this.#tell(search.first, 0);
  }

  /** Decides, once a second, by what the run says and what its target said last of its fleet. */
  look(fleet: Fleet | undefined): void {
    const stats = this.#run.stats();
    if (stats.state !== 'running' || this.#isEnded) return;
    const sight = sightOf(stats, this.#before, scaledServicesOf(fleet?.services ?? []));
    this.#before = stats;
    const decision = this.#search.look(sight);
    if (decision !== undefined) {
      const place = { atS: sight.atS, totalS: this.#totalS };
      this.#run.steer(stagesAfter(this.#run.config.stages, decision, place));
      this.#tell(decision, sight.atS);
    } else this.#run.search = { ...this.#shown(), sentence: this.#search.describe(sight) };
  }

  /** Leaves the load to whoever has changed its plan. */
  end(): void {
    if (!this.#run.isActive || this.#isEnded) return;
    this.#isEnded = true;
    this.#run.search = { ...this.#shown(), sentence: 'The plan was changed by hand' };
  }

  #tell({ phase, rps, sentence }: Decision, atS: number): void {
    if (this.#decisions.length < MAX_DECISIONS) {
      this.#decisions.push({ atS, phase, rps, sentence });
    }
    this.#run.search = { phase, sentence, decisions: [...this.#decisions] };
  }

  #shown(): LoadSearch {
    return this.#run.search ?? { phase: 'searching', sentence: '', decisions: [] };
  }
}

/**
 * The search of a load, which gets its first stage. Throws `ApiError` 400 when the configuration
 * leaves no room for a search.
 */
export function prepareSearch(config: LoadConfig): ScaleSearch {
  const refuse = (path: string, message: string) => {
    throw new ApiError('INVALID_REQUEST', `${path} ${message}`, { details: [{ path, message }] });
  };
  if (config.rps < 1) refuse('rps', 'must be at least 1 for a search');
  if (config.durationS < SHORTEST_SEARCH_S) {
    refuse('durationS', `must be at least ${SHORTEST_SEARCH_S} for a search`);
  }
  if (config.part.of > 1)
    refuse('part.of', 'must be 1 for a search: generators do not decide together');
  const search = new ScaleSearch({
    maxRps: config.rps,
    totalS: config.durationS,
    p99Ms: config.thresholds.p99Ms ?? USUAL_P99_MS,
  });
  config.profile = 'stages';
  config.stages = stagesAfter([], search.first, { atS: 0, totalS: config.durationS });
  return search;
}

function sightOf(stats: LoadStats, before: LoadStats, services: readonly ScaledService[]): Sight {
  const since = (of: (stats: LoadStats) => number) => of(stats) - of(before);
  const share = (part: number, whole: number) => (whole <= 0 ? 0 : part / whole);
  const answered = since(({ success, failure }) => success + failure);
  const dropped = since((of) => of.dropped);
  return {
    atS: stats.elapsedS,
    p99Ms: stats.latency.second.p99,
    failedShare: share(since(({ failure }) => failure) + dropped, answered + dropped),
    soldOutShare: share(
      since(({ orders }) => orders.soldOut),
      since(({ orders }) => orders.soldOut + orders.accepted),
    ),
    inFlight: stats.inFlight,
    lagMs: stats.schedulerLag.second.p99 ?? 0,
    services,
  };
}
