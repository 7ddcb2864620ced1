import {
  closeLobby,
  drawLots,
  lineEndMsOf,
  type LineAddress,
  type LinePaceLimits,
  type LineRules,
  lineRulesOf,
  removeLine,
  reportLine,
  stepLine,
  type StoredEvent,
} from '@onsale/ledger';
import { AutomaticOpening } from '../pace/automatic-opening.ts';
import { hasEnded } from './line-status.ts';
import { LineView, type ViewParts } from './line-view.ts';
import { reportOf } from './report-of.ts';
import type { LineReport } from './show-line.ts';
import { WorkLoop } from './work-loop.ts';

/** How often a line is worked on. */
const STEP_MS = 250;
/** The same while nobody is in it. */
const QUIET_STEP_MS = 2000;
/** How often it is looked at, with the shop; what everybody is told is as old as this at most. */
const LOOK_MS = 500;

/** What all lines of a process share. */
export interface LineParts extends ViewParts {
  /** Why nothing may be done with the data; undefined when all is well. */
  obstacle: () => string | undefined;
}

/**
 * Works on the line of one event while this process runs: lets it open, draws lots, admits people at the pace that the
 * shop can serve, and keeps in memory what everybody is told. All processes of the waiting room do the same for all
 * lines, and whichever comes first takes the next step.
 */
export class LineKeeper {
  readonly #parts: LineParts;
  readonly #view: LineView;
  readonly #automatic = new AutomaticOpening();
  readonly #loop: WorkLoop;
  readonly #firstLook = Promise.withResolvers<void>();
  #event: StoredEvent;
  #rules: LineRules;
  #lookedAtMs = -Infinity;

  constructor(parts: LineParts, event: StoredEvent, rules: LineRules) {
    this.#parts = parts;
    this.#view = new LineView(parts);
    this.#event = event;
    this.#rules = rules;
    this.#loop = new WorkLoop({
      run: () => this.#work().finally(() => this.#firstLook.resolve()),
      pause: () => {
        if (this.#isOff()) return { ms: LOOK_MS, isQuiet: true };
        return this.#isQuiet()
          ? { ms: QUIET_STEP_MS, isQuiet: true }
          : { ms: STEP_MS, isQuiet: false };
      },
      failed: (fault) => {
        if (fault !== undefined) {
          parts.logger.error({ err: fault, ...this.address }, 'could not work on a line');
        }
        this.#view.tellTrouble('Redis cannot be reached');
      },
    });
  }

  get event(): StoredEvent {
    return this.#event;
  }

  get rules(): LineRules {
    return this.#rules;
  }

  get address(): LineAddress {
    return { shard: this.#event.shard, eventId: this.#event.document.id };
  }

  /** What was seen last; undefined before the first look. */
  get report(): LineReport | undefined {
    return this.#view.report;
  }

  /** The pace that is aimed at. */
  get limits(): LinePaceLimits {
    return this.#view.limits;
  }

  /** What this line wants of the calls to the payment provider, which all lines share. */
  get wantedCallsPerS(): number {
    return this.#view.wantedCallsPerS;
  }

  /** `GET /lines/:eventId` as JSON; undefined before the first look. */
  get page(): string | undefined {
    return this.#view.page;
  }

  /** Waits for the first look, which may have failed: there is no report then. */
  async looked(): Promise<void> {
    if (this.report === undefined) await this.#firstLook.promise;
  }

  start(): void {
    this.#loop.start();
  }

  async close(): Promise<void> {
    await this.#loop.close();
  }

  /** The event has changed. */
  follow(event: StoredEvent): void {
    this.#event = event;
    this.#rules = lineRulesOf(event.document) ?? this.#rules;
    this.#lookedAtMs = -Infinity;
    this.wake();
  }

  /** Somebody has come to a line in which nobody was. */
  wake(): void {
    this.#loop.wake();
  }

  async #work(): Promise<void> {
    const obstacle = this.#parts.obstacle();
    if (obstacle !== undefined) {
      this.#view.tellTrouble(obstacle);
      return;
    }
    const lookedAgoMs = performance.now() - this.#lookedAtMs;
    if (this.#isOff() && lookedAgoMs < QUIET_STEP_MS) {
      // What the shop does is read for all lines together.
      if (!(await this.#view.isCrowded(this.#event))) return;
    }
    // A new line opens in its first step, and nobody should be told that it is off.
    if (this.report === undefined) await this.#step();
    if (lookedAgoMs >= LOOK_MS) await this.#look();
    await this.#step();
  }

  // An automatic line that is off: only a crowd could change that.
  #isOff(): boolean {
    return this.#rules.opensAtMs === 'automatic' && this.report?.state.phase === 'none';
  }

  async #step(): Promise<void> {
    if (hasEnded(this.#event, Date.now())) return;
    const step = { rules: this.#rules, pace: this.limits };
    const stepped = await stepLine(this.#parts.ledger, this.address, step);
    if (stepped.outcome === 'stepped' && stepped.phase === 'drawing') await this.#draw();
  }

  async #look(): Promise<void> {
    const { ledger } = this.#parts;
    const look = await this.#view.look(this.#event);
    const { state, event } = look;
    this.#lookedAtMs = look.atMs;
    await reportLine(ledger, this.address, reportOf(look, this.limits));
    if (this.#rules.opensAtMs === 'automatic' && !hasEnded(event, Date.now())) {
      await this.#automatic.follow(ledger, this.address, look);
    }
    const isOver = Date.now() >= lineEndMsOf(event.document);
    if (isOver && state.joined > 0) await removeLine(ledger, this.address);
  }

  async #draw(): Promise<void> {
    const { ledger, logger } = this.#parts;
    const listed = await closeLobby(ledger, this.address);
    if (listed.outcome !== 'listed') return;
    const drawn = await drawLots(ledger, this.address);
    if (drawn.outcome !== 'drawn') return;
    logger.info({ eventId: this.address.eventId }, 'the lots are drawn');
    this.#lookedAtMs = -Infinity;
  }

  // Nobody is in it, and it changes by itself only later.
  #isQuiet(): boolean {
    if (this.report === undefined) return false;
    const { state, event, nowMs } = this.report;
    if (hasEnded(event, nowMs)) return true;
    if (state.phase === 'drawing' || peopleIn(state) > 0) return false;
    const { opensAtMs, lobbyFromMs = 0 } = this.#rules;
    return [opensAtMs, lobbyFromMs].every(
      (timeMs) => typeof timeMs !== 'number' || !isSoon(timeMs, nowMs),
    );
  }
}

/** Everybody who waits or may order. */
export function peopleIn(state: LineReport['state']): number {
  return state.lobby + state.slowed + state.waiting + state.turns;
}

function isSoon(timeMs: number, nowMs: number): boolean {
  return Math.abs(timeMs - nowMs) < 2 * QUIET_STEP_MS;
}
