import type { LoadSecond } from '@onsale/contracts';
import type { Tally } from './tally.ts';

const SECOND_MS = 1000;

/** Cuts what is counted in a run into seconds. */
export class SecondWatch {
  readonly #tally: Tally;
  /** Of the last whole second. */
  achievedRps = 0;
  #startMs = 0;
  #before = { sent: 0, accepted: 0, soldOut: 0, success: 0, failure: 0, dropped: 0 };
  #seconds: LoadSecond[] = [];

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  isOver(nowMs: number): boolean {
    return nowMs - this.#startMs >= SECOND_MS;
  }

  /** Whether something was sent since the last second ended. */
  get hasSent(): boolean {
    return this.#tally.sent > this.#before.sent;
  }

  /** Ends the second; its target is the rate at its middle. */
  close(nowMs: number, inFlight: number, targetAt: (seconds: number) => number): void {
    const { sent, accepted, soldOut, success, failure, dropped } = this.#tally;
    const { latency, serviceTime, schedulerLag } = this.#tally;
    const before = this.#before;
    const spanS = (nowMs - this.#startMs) / 1000;
    const { count: _count, ...percentiles } = latency.closeSecond();
    serviceTime.closeSecond();
    schedulerLag.closeSecond();
    this.achievedRps = (sent - before.sent) / spanS;
    this.#seconds.push({
      fromS: round(this.#startMs / 1000),
      spanS: round(spanS),
      targetRps: round(targetAt((this.#startMs + nowMs) / 2000)),
      sentRps: round(this.achievedRps),
      accepted: accepted - before.accepted,
      soldOut: soldOut - before.soldOut,
      success: success - before.success,
      failure: failure - before.failure,
      dropped: dropped - before.dropped,
      inFlight,
      ...percentiles,
    });
    this.#before = { sent, accepted, soldOut, success, failure, dropped };
    this.#startMs = nowMs;
  }

  /** The seconds that ended since the last call. */
  take(): LoadSecond[] {
    const seconds = this.#seconds;
    this.#seconds = [];
    return seconds;
  }
}

/** To three digits after the point: more is noise. */
export const round = (value: number): number => Math.round(value * 1000) / 1000;
