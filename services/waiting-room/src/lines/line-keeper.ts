import { setTimeout as delay } from 'node:timers/promises';
import {
  closeLobby,
  drawLots,
  type Ledger,
  lineEndMsOf,
  type LineAddress,
  type LinePaceLimits,
  type LineRules,
  lineRulesOf,
  readLineSettings,
  readLineState,
  removeLine,
  reportLine,
  stepLine,
  type StoredEvent,
} from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import { AutomaticOpening } from '../pace/automatic-opening.ts';
import { PaceEstimate } from '../pace/estimate-pace.ts';
import { judgeShop, type ShopState } from '../pace/judge-shop.ts';
import { Pace } from '../pace/pace.ts';
import type { ShopWatch } from '../pace/shop-watch.ts';
import { hasEnded } from './line-status.ts';
import { reportOf } from './report-of.ts';
import { type LineReport, showLine } from './show-line.ts';
import { readTicketsLeft } from './tickets-left.ts';

/** How often a line is worked on. */
const STEP_MS = 250;
/** The same while nobody is in it. */
const QUIET_STEP_MS = 2000;
/** How often it is looked at, with the shop; what everybody is told is as old as this at most. */
const LOOK_MS = 500;

/** What all lines of a process share. */
export interface LineParts {
  ledger: Ledger;
  shops: ShopWatch;
  logger: Logger;
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
  readonly #stop = new AbortController();
  readonly #pace = new Pace();
  readonly #estimate = new PaceEstimate();
  readonly #automatic = new AutomaticOpening();
  #event: StoredEvent;
  #rules: LineRules;
  #limits: LinePaceLimits = { perSecond: 0, maxTurns: 0 };
  #report: LineReport | undefined;
  #page: string | undefined;
  #lookedAtMs = -Infinity;
  /** What was wrong when the line was last worked on. */
  #fault: string | undefined;
  /** Set while nobody is in the line, and so seldom worked on. */
  #wakeQuiet: (() => void) | undefined;
  #working: Promise<void> | undefined;

  constructor(parts: LineParts, event: StoredEvent, rules: LineRules) {
    this.#parts = parts;
    this.#event = event;
    this.#rules = rules;
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
    return this.#report;
  }

  /** The pace that is aimed at. */
  get limits(): LinePaceLimits {
    return this.#limits;
  }

  /** `GET /lines/:eventId` as JSON; undefined before the first look. */
  get page(): string | undefined {
    return this.#page;
  }

  start(): void {
    this.#working = this.#workForever();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  /** The event has changed. */
  follow(event: StoredEvent): void {
    this.#event = event;
    this.#rules = lineRulesOf(event.document) ?? this.#rules;
    this.wake();
  }

  /** Somebody has come to a line in which nobody was. */
  wake(): void {
    this.#wakeQuiet?.();
  }

  async #workForever(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#work();
        this.#fault = undefined;
      } catch (error) {
        this.#logFault(error);
        this.#tellTrouble('Redis cannot be reached');
      }
      await this.#pause(signal);
    }
  }

  // Once for each fault, however often it comes back. The connection reports outages itself.
  #logFault(error: unknown): void {
    const fault = isOutage(error) ? undefined : String(error);
    if (fault !== undefined && fault !== this.#fault) {
      this.#parts.logger.error({ err: error, ...this.address }, 'could not work on a line');
    }
    this.#fault = fault;
  }

  async #pause(stop: AbortSignal): Promise<void> {
    if (!this.#isQuiet()) {
      await delay(STEP_MS, undefined, { signal: stop }).catch(() => undefined);
      return;
    }
    const woken = new AbortController();
    this.#wakeQuiet = () => woken.abort();
    const signal = AbortSignal.any([stop, woken.signal]);
    await delay(QUIET_STEP_MS, undefined, { signal }).catch(() => undefined);
    this.#wakeQuiet = undefined;
  }

  async #work(): Promise<void> {
    const obstacle = this.#parts.obstacle();
    if (obstacle !== undefined) {
      this.#tellTrouble(obstacle);
      return;
    }
    if (performance.now() - this.#lookedAtMs >= LOOK_MS) await this.#look();
    if (hasEnded(this.#event, Date.now())) return;
    const step = { rules: this.#rules, pace: this.#limits };
    const stepped = await stepLine(this.#parts.ledger, this.address, step);
    if (stepped.outcome === 'stepped' && stepped.phase === 'drawing') await this.#draw();
  }

  async #look(): Promise<void> {
    const { ledger, shops } = this.#parts;
    const { event, address } = this;
    const isPaidOnline = event.document.paymentMethods?.includes('online') === true;
    const [state, settings, tickets, reading] = await Promise.all([
      readLineState(ledger, address),
      readLineSettings(ledger, address),
      readTicketsLeft(ledger, event.shard, event.document),
      shops.read(event.shard, { isPaidOnline }),
    ]);
    const atMs = performance.now();
    this.#lookedAtMs = atMs;
    const shop = judgeShop(reading);
    this.#limits = this.#pace.next(
      { atMs, ...state },
      {
        shop,
        left: tickets.remainingOfAll,
        mostPerMinute: event.document.waitingRoom?.perMinute,
        setPerMinute: settings.perMinute,
        isPaused: settings.isPaused || settings.isClosed || event.status !== 'on_sale',
      },
    );
    const hasWaiting = state.waiting > 0 && state.phase === 'open';
    this.#estimate.add({ atMs, admitted: state.admitted, hasWaiting });
    this.#show({ event, state, settings, tickets, shop, nowMs: Date.now() });
    await this.#tellTeam();
    if (this.#rules.opensAtMs === 'automatic' && !hasEnded(event, Date.now())) {
      await this.#automatic.follow(ledger, address, { state, tickets, reading, atMs });
    }
    const isOver = Date.now() >= lineEndMsOf(event.document);
    if (isOver && state.joined > 0) await removeLine(ledger, address);
  }

  #show(report: Omit<LineReport, 'perMinute'>): void {
    const before = this.#report?.shop;
    this.#report = { ...report, perMinute: this.#estimate.perMinute };
    this.#page = JSON.stringify(showLine(this.#report));
    this.#logShop(before, report.shop);
  }

  async #tellTeam(): Promise<void> {
    if (this.#report === undefined) return;
    const reported = reportOf(this.#report, this.#limits);
    await reportLine(this.#parts.ledger, this.address, reported);
  }

  // Nothing can be read, so what was seen last is told, and that nobody is admitted.
  #tellTrouble(why: string): void {
    if (this.#report === undefined) return;
    this.#show({ ...this.#report, shop: { is: 'down', why }, nowMs: Date.now() });
  }

  #logShop(before: ShopState | undefined, shop: ShopState): void {
    if (before?.is === shop.is || this.#report?.state.phase !== 'open') return;
    const { eventId } = this.address;
    const { logger } = this.#parts;
    if (shop.is === 'down') {
      logger.warn({ eventId, why: shop.why }, 'the line halts');
    } else if (before?.is === 'down') logger.info({ eventId }, 'the line goes on');
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
    if (this.#report === undefined) return false;
    const { state, event, nowMs } = this.#report;
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
