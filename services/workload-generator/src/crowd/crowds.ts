import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ApiError, type CrowdStart, type CrowdStats } from '@onsale/contracts';
import type { GeneratorConfig } from '../config.ts';
import { NOTHING_RECORDED } from '../histogram.ts';
import { newRunId } from '../run-id.ts';
import { crowdOf, defaultCrowd } from './crowd-config.ts';
import type { CrowdSetup } from './crowd-run.ts';
import { findTicket } from './find-line.ts';

/** As for the engine of a load. */
const YOUNG_GENERATION_MB = 64;

export type CrowdSettings = Pick<
  GeneratorConfig,
  'TARGET_API' | 'TARGET_LINE_API' | 'MAX_DURATION_S'
>;

/** The crowd that is there, or the last one; one at a time, and none beside another load. */
export class Crowds {
  readonly #settings: CrowdSettings;
  readonly #isOtherBusy: () => boolean;
  #worker: Worker | undefined;
  #starting = false;
  #stats: CrowdStats = nobody();

  constructor(settings: CrowdSettings, isOtherBusy: () => boolean) {
    this.#settings = settings;
    this.#isOtherBusy = isOtherBusy;
  }

  get isBusy(): boolean {
    return this.#starting || this.#worker !== undefined;
  }

  /** Throws `ApiError`, also when there is no such line. */
  async start(asked: CrowdStart): Promise<CrowdStats> {
    const config = crowdOf(asked);
    this.#refuseSecond();
    this.#starting = true;
    try {
      const { TARGET_API, TARGET_LINE_API = TARGET_API, MAX_DURATION_S } = this.#settings;
      const target = { shop: withoutSlash(TARGET_API), line: withoutSlash(TARGET_LINE_API) };
      const ticketId = await findTicket(target, config.event);
      const setup = { runId: newRunId(), config, target, ticketId, mostS: MAX_DURATION_S };
      await this.#open(setup);
      return this.#stats;
    } finally {
      this.#starting = false;
    }
  }

  /** Sends the crowd home; what became of it. */
  async stop(): Promise<CrowdStats> {
    if (this.#worker === undefined) throw new ApiError('NO_ACTIVE_RUN', 'no crowd is active');
    await this.close();
    return this.#stats;
  }

  stats(): CrowdStats {
    return this.#stats;
  }

  /** Resolves when the crowd that is there has gone. */
  async ended(): Promise<void> {
    if (this.#worker !== undefined) await once(this.#worker, 'exit');
  }

  async close(): Promise<void> {
    this.#worker?.postMessage('stop');
    await this.ended();
  }

  async #open(setup: CrowdSetup): Promise<void> {
    const worker = new Worker(new URL('crowd-thread.ts', import.meta.url), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    // Whoever hears that a crowd has gone may send the next one: not before its thread has ended.
    let last: CrowdStats | undefined;
    worker.on('message', (stats: CrowdStats) => {
      if (stats.state === 'finished') last = stats;
      else this.#stats = stats;
    });
    // It ends, and what was known of it stays.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#stats = last ?? { ...this.#stats, state: 'finished' };
    });
    this.#worker = worker;
    await once(worker, 'message');
  }

  #refuseSecond(): void {
    if (this.isBusy || this.#isOtherBusy()) {
      throw new ApiError('RUN_ACTIVE', 'a run is active; stop it before you send a crowd');
    }
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

function nobody(): CrowdStats {
  return {
    ...{ state: 'idle', config: defaultCrowd(), elapsedS: 0 },
    people: { arrived: 0, joined: 0, waiting: 0, turns: 0, served: 0, told: 0, left: 0 },
    orders: { taken: 0, confirmed: 0, held: 0, rejected: 0, pending: 0 },
    cheats: { people: 0, refused: 0, sold: 0 },
    ...{ soldTwice: 0, unanswered: 0, requests: [], seconds: [], checks: [], passed: null },
    ...{ lag: NOTHING_RECORDED, toTurn: NOTHING_RECORDED, toSettled: NOTHING_RECORDED },
  };
}
