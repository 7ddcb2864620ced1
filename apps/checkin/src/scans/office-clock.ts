/** Less is the way of a clock that is being corrected. */
const STEP_MS = 2000;
const OFF_MS = 2 * 60_000;

/**
 * The clock of the office, as near as this device knows it. The clock here may be wrong by hours, and is set in
 * mid-evening.
 */
export class OfficeClock {
  #aheadMs: number;
  #wallMs = Date.now();
  #steadyMs = performance.now();

  /** `aheadMs`: how far the office was ahead when that was known last. */
  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  get aheadMs(): number {
    this.#noticeStep();
    return this.#aheadMs;
  }

  get isOff(): boolean {
    return Math.abs(this.aheadMs) > OFF_MS;
  }

  /** Unix time in ms. */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** Notes what the office said, when it was asked at `askedAtMs` (`performance.now()`). */
  note(officeMs: number, askedAtMs: number): void {
    this.#noticeStep();
    const onTheWayMs = (performance.now() - askedAtMs) / 2;
    this.#aheadMs = Math.round(officeMs + onTheWayMs - Date.now());
  }

  /** A moment of the office by the clock of this device. */
  onDevice(officeMs: number): number {
    return officeMs - this.aheadMs;
  }

  // Set back: the office was not. Set forward can't be told from a device that slept, whose steady clock may have
  // stood still meanwhile; that is far more common, so that the office went on as well.
  #noticeStep(): void {
    const wallMs = Date.now();
    const steadyMs = performance.now();
    const stepMs = wallMs - this.#wallMs - (steadyMs - this.#steadyMs);
    if (stepMs < -STEP_MS) this.#aheadMs -= Math.round(stepMs);
    this.#wallMs = wallMs;
    this.#steadyMs = steadyMs;
  }
}
