/** People wake up together so often: a timer for each of 50,000 costs more than what they do. */
const TICK_MS = 4;

/** Wakes people, and tells how late that was. */
export class Clock {
  readonly #onLag: (ms: number) => void;
  /** Whoever wakes up at a tick. */
  readonly #sleepers = new Map<number, { atMs: number; wake: () => void }[]>();
  readonly #timer: NodeJS.Timeout;
  #tick: number;
  #hasEnded = false;

  constructor(onLag: (ms: number) => void) {
    this.#onLag = onLag;
    this.#tick = Math.floor(performance.now() / TICK_MS);
    this.#timer = setInterval(() => this.#wakeAll(), TICK_MS);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Waits until a moment of `performance`, or until the end. */
  async sleepUntil(atMs: number): Promise<void> {
    if (this.#hasEnded) return;
    await new Promise<void>((wake) => {
      // Never into a tick that has passed.
      const tick = Math.max(this.#tick + 1, Math.ceil(atMs / TICK_MS));
      const sleepers = this.#sleepers.get(tick);
      if (sleepers === undefined) this.#sleepers.set(tick, [{ atMs, wake }]);
      else sleepers.push({ atMs, wake });
    });
  }

  async sleep(ms: number): Promise<void> {
    await this.sleepUntil(performance.now() + ms);
  }

  /** Wakes all who sleep, and nobody sleeps any more. */
  end(): void {
    this.#hasEnded = true;
    clearInterval(this.#timer);
    for (const { wake } of [...this.#sleepers.values()].flat()) wake();
    this.#sleepers.clear();
  }

  #wakeAll(): void {
    const nowMs = performance.now();
    const last = Math.floor(nowMs / TICK_MS);
    for (let tick = this.#tick + 1; tick <= last; tick++) {
      const sleepers = this.#sleepers.get(tick);
      if (sleepers === undefined) continue;
      this.#sleepers.delete(tick);
      for (const { atMs, wake } of sleepers) {
        this.#onLag(Math.max(0, nowMs - atMs));
        wake();
      }
    }
    this.#tick = last;
  }
}
