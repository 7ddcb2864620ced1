import type { Line, Place } from '../generated/index.ts';
import { ApiError } from '../request.ts';
import { pauseMs } from '../retry-pause.ts';
import { troubleWith } from '../trouble.ts';
import { askForLine, askForPlace, sayAway } from './line-requests.ts';
import type { LineState } from './line-state.ts';
import { NOTHING, nextState } from './next-state.ts';
import { openOtherPages, type Said } from './other-pages.ts';
import { canJoin, hasLivePlace, idsOf, untilMs } from './own-place.ts';
import { watchPage } from './watch-page.ts';

/** How far pauses are spread: pages that were opened in one moment must not ask in one moment. */
const SPREAD = 0.2;
/** In a line that nothing is known of yet. */
const FIRST_POLL_S = 2;
/** Somebody whose turn comes asks within so long, so that not all who are admitted at once do in one moment. */
const CALLED_WITHIN_MS = 500;
/** After the end of a turn, or the time that a number is promised for. */
const AFTER_END_MS = 500;
/** Coming back to a page, its place is asked for unless that was just now. */
const FRESH_MS = 5000;
/** When another page of this browser is closed, this one says within so long that somebody is still here. */
const STAYS_WITHIN_MS = 5000;
/** But not before what the closed page sent has arrived. */
const STAYS_AFTER_MS = 1000;
/** Longest pause of a timer: browsers take more for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What to follow, and how. */
export interface FollowLineOptions {
  eventId: string;
  onState: (state: LineState) => void;
  /** Whether to take a place as soon as there is one to take, instead of only asking for one that is there. */
  joins?: boolean;
  base?: string;
  random?: () => number;
}

/**
 * Follows the line of an event and the own place in it: asks for the line every `pollS`, and for the place only when
 * it must have changed. Pages of one browser tell each other what they learn.
 */
export class LineFollower {
  readonly #options: Required<FollowLineOptions> & { signal: AbortSignal };
  readonly #ended = new AbortController();
  readonly #others: BroadcastChannel | undefined;
  #state: LineState = NOTHING;
  #joins: boolean;
  #seen: ReadonlySet<string> = new Set();
  #lineTimer: Timer;
  #placeTimer: Timer;
  #turnTimer: Timer;
  #stayTimer: Timer;
  #failures = 0;
  #placeFailures = 0;
  #placeAskedAtMs = 0;
  #isAskingPlace = false;
  #hasAskedPlace = false;

  constructor(options: FollowLineOptions) {
    const { signal } = this.#ended;
    const usual = { joins: false, base: '/api/v1', random: Math.random };
    this.#options = { ...usual, ...options, signal };
    this.#joins = this.#options.joins;
    this.#others = openOtherPages(options.eventId, (said) => this.#hear(said));
    watchPage(signal, {
      onWake: () => this.#wake(),
      // Leaving this page said that it is away.
      onReturn: () => void this.#askPlace(),
      onLeave: () => this.#sayAway(),
    });
    this.#options.onState(this.#state);
    void this.#askLine();
  }

  get state(): LineState {
    return this.#state;
  }

  /** Takes a place, also after it was left. Throws `ApiError` or `NetworkError`. */
  async join(): Promise<void> {
    this.#joins = this.#options.joins;
    this.#setPlace(await askForPlace(this.#options, 'POST'));
  }

  /** Asks for the own place now: begins a turn that has come, and returns who has missed one to the front. */
  async ask(): Promise<void> {
    await this.#askPlace();
  }

  /** Makes the turn longer. Throws `ApiError` or `NetworkError`. */
  async askMoreTime(): Promise<void> {
    this.#setPlace(await askForPlace(this.#options, 'POST', '/more-time'));
  }

  /** Gives the place up, and takes no other one unless told to. Throws `ApiError` or `NetworkError`. */
  async leave(): Promise<void> {
    this.#joins = false;
    await askForPlace(this.#options, 'DELETE');
    this.#setPlace(undefined);
    this.#set({ wasGivenUp: false });
  }

  /** Ends following; the place stays. */
  stop(): void {
    this.#ended.abort();
    clearTimeout(this.#lineTimer);
    clearTimeout(this.#placeTimer);
    clearTimeout(this.#turnTimer);
    clearTimeout(this.#stayTimer);
    this.#others?.close();
  }

  async #askLine(): Promise<void> {
    clearTimeout(this.#lineTimer);
    try {
      const line = await askForLine(this.#options);
      if (this.#ended.signal.aborted) return;
      this.#failures = 0;
      this.#learn(line);
      this.#askLineIn(line.pollS * 1000 * (1 - SPREAD + 2 * SPREAD * this.#options.random()));
    } catch (error) {
      if (this.#ended.signal.aborted) return;
      const waitMs = pauseMs(this.#failures++, error);
      const isUnknown = error instanceof ApiError && error.code === 'LINE_NOT_FOUND';
      this.#set({ isUnknown, trouble: isUnknown ? undefined : troubleWith(error, waitMs) });
      this.#askLineIn(isUnknown ? FIRST_POLL_S * 10_000 : waitMs);
    }
  }

  #learn(line: Line): void {
    if (this.#state.line === undefined) this.#seen = idsOf(line.left);
    const trouble = this.#placeFailures === 0 ? undefined : this.#state.trouble;
    this.#set({ line, isUnknown: false, trouble });
    const { place } = this.#state;
    if (!this.#hasAskedPlace) return this.#askPlaceIn(0);
    if (place === undefined) {
      if (this.#joins && canJoin(line)) this.#askPlaceIn(0);
    } else if (place.state === 'lobby' && line.status !== 'lobby' && line.status !== 'drawing') {
      this.#askPlaceIn(line.spreadS * 1000 * this.#options.random());
    } else if (place.state === 'waiting' && (place.number ?? 0) <= line.serving) {
      this.#askPlaceIn(CALLED_WITHIN_MS * this.#options.random());
    }
  }

  // One at a time; one that is on its way already stays.
  #askPlaceIn(ms: number): void {
    if (this.#isAskingPlace || this.#placeTimer !== undefined) return;
    const soonMs = Math.min(Math.max(0, ms), LONGEST_TIMER_MS);
    this.#placeTimer = setTimeout(() => void this.#askPlace(), soonMs);
  }

  async #askPlace(): Promise<void> {
    if (this.#isAskingPlace) return;
    this.#forgetPlaceTimer();
    const { line } = this.#state;
    const joins = this.#joins && line !== undefined && canJoin(line);
    const isNew = this.#state.place === undefined && joins;
    this.#isAskingPlace = true;
    this.#placeAskedAtMs = Date.now();
    let againInMs: number | undefined;
    try {
      const place = await askForPlace(this.#options, isNew ? 'POST' : 'GET');
      // Answered: what it says may have to be asked about again, as the number of a slowed place.
      this.#isAskingPlace = false;
      if (this.#placeFailures > 0) this.#set({ trouble: undefined });
      this.#placeFailures = 0;
      this.#hasAskedPlace = true;
      this.#setPlace(place);
      // What taking a place finds there already goes on by being asked for: a turn begins, a missed one returns.
      const isBegun = place?.admission !== undefined;
      if (isNew && (place?.state === 'missed' || (place?.state === 'turn' && !isBegun)))
        againInMs = 0;
    } catch (error) {
      this.#isAskingPlace = false;
      againInMs = this.#failPlace(error, isNew);
    }
    if (againInMs !== undefined && !this.#ended.signal.aborted) this.#askPlaceIn(againInMs);
  }

  // In how many ms to ask again; undefined when the next answer about the line says so.
  #failPlace(error: unknown, isNew: boolean): number | undefined {
    const code = error instanceof ApiError ? error.code : undefined;
    if (code === 'PLACE_NOT_FOUND' || code === 'LINE_CLOSED' || code === 'LINE_NOT_FOUND') {
      this.#hasAskedPlace = true;
      const wasGivenUp = this.#state.place !== undefined && code === 'PLACE_NOT_FOUND';
      if (wasGivenUp) this.#set({ wasGivenUp });
      this.#setPlace(undefined);
      // Who comes back too late takes a new place at once: each second counts.
      return !isNew && this.#joins ? 0 : undefined;
    }
    const waitMs = pauseMs(this.#placeFailures++, error);
    this.#set({ trouble: troubleWith(error, waitMs) });
    return waitMs;
  }

  #setPlace(place: Place | undefined, isHeard = false): void {
    if (this.#ended.signal.aborted) return;
    this.#set({
      place,
      ...(place === undefined ? {} : { wasGivenUp: this.#isNewAfterLoss(place) }),
    });
    this.#forgetPlaceTimer();
    clearTimeout(this.#turnTimer);
    if (!isHeard) this.#others?.postMessage({ place });
    if (place?.state === 'slowed') this.#askPlaceIn(untilMs(place) + AFTER_END_MS);
    if (place?.state === 'turn') {
      const endMs = Math.min(untilMs(place), LONGEST_TIMER_MS);
      this.#turnTimer = setTimeout(() => this.#endTurn(place), endMs);
    }
  }

  // Whoever does not react has no second turn taken for them: asking would, so that they are asked first.
  #endTurn({ number }: Place): void {
    this.#set({ place: { state: 'missed', ...(number === undefined ? {} : { number }) } });
  }

  // Whether a place that was given up has just been replaced: it stays said until the turn comes.
  #isNewAfterLoss({ state }: Place): boolean {
    return this.#state.wasGivenUp && state !== 'turn' && state !== 'served';
  }

  #forgetPlaceTimer(): void {
    clearTimeout(this.#placeTimer);
    this.#placeTimer = undefined;
  }

  #set(change: Partial<LineState>): void {
    this.#state = nextState(this.#state, change, this.#seen);
    this.#options.onState(this.#state);
  }

  #askLineIn(ms: number): void {
    this.#lineTimer = setTimeout(() => void this.#askLine(), ms);
  }

  #wake(): void {
    void this.#askLine();
    const isFresh = Date.now() - this.#placeAskedAtMs < FRESH_MS;
    if (hasLivePlace(this.#state) && !isFresh) void this.#askPlace();
  }

  #sayAway(): void {
    if (this.#state.place === undefined) return;
    sayAway(this.#options);
    this.#others?.postMessage({ isAway: true });
  }

  #hear(said: Said): void {
    if ('isAway' in said) {
      this.#sayThatStays();
      return;
    }
    if (said.place === undefined) this.#joins = false;
    this.#setPlace(said.place, true);
  }

  // With a timer of its own: that of a slowed place may be an hour away, and who is away for ten minutes is removed.
  #sayThatStays(): void {
    clearTimeout(this.#stayTimer);
    const spreadMs = (STAYS_WITHIN_MS - STAYS_AFTER_MS) * this.#options.random();
    this.#stayTimer = setTimeout(() => {
      if (hasLivePlace(this.#state)) void this.#askPlace();
    }, STAYS_AFTER_MS + spreadMs);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
