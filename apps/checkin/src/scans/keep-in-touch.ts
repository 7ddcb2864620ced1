import { ApiError, isTemporary, withJitter } from '@onsale/api-client';
import type { KeptDevice, KeptScan } from '../device/database.ts';
import { NotOwner } from '../device/disk.ts';
import { signOutFormer } from '../device/sign-in.ts';
import { prepareNames } from '../list/name-search.ts';
import { OtherDevice, refreshList } from '../list/refresh-list.ts';
import type { SessionState } from './checkin-session.ts';
import { UNSEEN_MS } from './decide-scan.ts';
import type { Desk } from './open-desk.ts';
import { sendScans } from './send-scans.ts';

/** After a failure; it doubles up to the second. */
const RETRY_MS = 2000;
const MOST_RETRY_MS = 30_000;
/** Of a browser that is no device: only what it was is to be sent. */
const IDLE_MS = 60_000;

/** Sends what waits and asks for news, as long as this window is at work. */
export class KeepInTouch {
  readonly #desk: Desk;
  readonly #version: string;
  readonly #onChange: (changes?: Partial<SessionState>) => void;
  readonly #onSent: (scan: KeptScan) => void;
  readonly #onRevoked: (device: KeptDevice) => Promise<void>;
  readonly #onLost: () => void;
  readonly #ended = new AbortController();
  /** How much of the list has come; undefined when none is coming. */
  loading: { loaded: number; total: number } | undefined;
  #isOnline = navigator.onLine;
  #round: Promise<number> | undefined;
  #sending: Promise<void> | undefined;
  #isToSend = false;
  #failures = 0;
  #askAgainMs = IDLE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: {
    desk: Desk;
    version: string;
    /** Something on the desk is different, and what is told. */
    onChange: (changes?: Partial<SessionState>) => void;
    onSent: (scan: KeptScan) => void;
    onRevoked: (device: KeptDevice) => Promise<void>;
    /** Another window is at work. */
    onLost: () => void;
  }) {
    this.#desk = options.desk;
    this.#version = options.version;
    this.#onChange = options.onChange;
    this.#onSent = options.onSent;
    this.#onRevoked = options.onRevoked;
    this.#onLost = options.onLost;
  }

  start(): void {
    const { signal } = this.#ended;
    window.addEventListener('online', () => this.wake(), { signal });
    window.addEventListener('offline', () => this.noteOffline(), { signal });
    // Timers of a telephone in a pocket stand still.
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') this.wake();
      },
      { signal },
    );
    this.wake();
  }

  end(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
  }

  /** Does it at once, and not only when it is due. */
  wake(): void {
    void this.now();
  }

  async now(): Promise<void> {
    if (this.#ended.signal.aborted) return;
    clearTimeout(this.#timer);
    // What is on its way may be about another device than that of now.
    await this.#round;
    this.#round ??= this.#work().finally(() => (this.#round = undefined));
    const waitMs = await this.#round;
    clearTimeout(this.#timer);
    if (this.#ended.signal.aborted) return;
    this.#timer = setTimeout(() => this.wake(), withJitter(waitMs));
    void prepareNames(this.#desk.list.orders, this.#ended.signal);
  }

  /** Sends what waits, when there is a network. */
  sendSoon(): void {
    if (!this.#isOnline) return;
    this.send().catch((error: unknown) => this.#noteFailure(error));
  }

  /** The same; throws when the office can't be reached. */
  async send(): Promise<void> {
    this.#isToSend = true;
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    await this.#sending;
  }

  noteOffline(): void {
    this.#setOnline(false);
    if (this.#ended.signal.aborted || this.#round !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), withJitter(RETRY_MS));
  }

  // Answers when to do it again.
  async #work(): Promise<number> {
    let failure: unknown;
    // The office may take scans of a device that it tells nothing.
    for (const part of [() => this.#refresh(), () => this.#sendAndSignOut()]) {
      try {
        const waitMs = await part();
        if (waitMs !== undefined) this.#askAgainMs = waitMs;
      } catch (error) {
        failure = error;
        this.#noteFailure(error);
      }
    }
    if (failure === undefined) {
      this.#failures = 0;
      return this.#askAgainMs;
    }
    this.#failures += 1;
    return Math.min(RETRY_MS * 2 ** (this.#failures - 1), MOST_RETRY_MS);
  }

  async #refresh(): Promise<number> {
    const { device } = this.#desk;
    if (device?.state !== 'signed_in') return IDLE_MS;
    const { signal } = this.#ended;
    try {
      const askAgainInMs = await refreshList(this.#desk, device, {
        ...{ version: this.#version, signal },
        onLoaded: (loaded, total) => {
          this.loading = { loaded, total };
          this.#onChange();
        },
      });
      this.#setOnline(true);
      return askAgainInMs;
    } catch (error) {
      // Whoever signs in or out wakes this once more.
      if (error instanceof OtherDevice) return IDLE_MS;
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      this.#setOnline(true);
      await this.#onRevoked(device);
      return IDLE_MS;
    } finally {
      this.loading = undefined;
      this.#onChange();
    }
  }

  async #sendAndSignOut(): Promise<undefined> {
    await this.send();
    await signOutFormer(this.#desk);
  }

  async #sendAll(): Promise<void> {
    const { scans, devices, clock } = this.#desk;
    while (this.#isToSend) {
      this.#isToSend = false;
      await this.#giveUpUnseen();
      const before = scans.waiting.size;
      await sendScans({
        ...{ scans, devices, clock },
        onAnswer: (settled) => {
          for (const scan of settled) this.#onSent(scan);
          this.#onChange();
        },
      });
      if (before > 0) this.#setOnline(true);
    }
  }

  // Nobody has seen an answer to these: that they were read is all there is to tell.
  async #giveUpUnseen(): Promise<void> {
    const { scans, clock } = this.#desk;
    const unseen = [...scans.waiting.values()].filter(
      ({ state, atMs }) => state === 'asking' && atMs < clock.now() - UNSEEN_MS,
    );
    if (unseen.length === 0) return;
    const shown = { kind: 'undecided', reason: 'no_list', admitted: false } as const;
    await scans.settle(unseen.map((scan) => ({ ...scan, state: 'waiting', shown })));
  }

  #noteFailure(error: unknown): void {
    if (this.#ended.signal.aborted) return;
    if (error instanceof NotOwner) this.#onLost();
    else if (isTemporary(error)) this.#setOnline(false);
    // It is a fault of ours: whoever looks sees it, and the next round tries again.
    else reportError(error);
  }

  #setOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    this.#onChange({ isOnline });
  }
}
