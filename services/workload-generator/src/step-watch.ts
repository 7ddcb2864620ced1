import type { LoadStep, LoadThresholds } from '@onsale/contracts';
import type { Segment } from '@onsale/contracts/load-plan';
import { TimeHistogram } from './histogram.ts';

/** Below this share of answers within the step, the target only piles requests up. */
const LEAST_ANSWERED_SHARE = 0.9;

interface Counts {
  sent: number;
  success: number;
  failure: number;
  dropped: number;
}

/** Judges each step of a climbing load by itself, so that the last good rate is known. */
export class StepWatch {
  readonly steps: LoadStep[] = [];
  readonly #segments: readonly Segment[];
  readonly #latency = new TimeHistogram();
  #index = 0;
  #endS: number;
  #before: Counts = { sent: 0, success: 0, failure: 0, dropped: 0 };

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
    this.#endS = segments[0]?.durationS ?? 0;
  }

  answered(latencyMs: number): void {
    this.#latency.record(latencyMs);
  }

  /** Called often; judges the step that has ended. Returns whether the load may climb on. */
  look(elapsedS: number, counts: Counts, thresholds: LoadThresholds): boolean {
    const segment = this.#segments[this.#index];
    if (segment === undefined || elapsedS < this.#endS) return true;
    const sent = counts.sent - this.#before.sent;
    const failure = counts.failure - this.#before.failure;
    const answered = counts.success - this.#before.success + failure;
    const dropped = counts.dropped - this.#before.dropped;
    const { p99 } = this.#latency.percentiles();
    const due = Math.max(1, sent + dropped);
    const failureShare = failure / Math.max(1, sent);
    const answeredShare = answered / Math.max(1, sent);
    const passed =
      (thresholds.p99Ms === undefined || (p99 ?? 0) <= thresholds.p99Ms) &&
      (thresholds.failureShare === undefined || failureShare <= thresholds.failureShare) &&
      (thresholds.droppedShare === undefined || dropped / due <= thresholds.droppedShare) &&
      answeredShare >= LEAST_ANSWERED_SHARE;
    this.steps.push({ rps: segment.toRps, p99Ms: p99, failureShare, answeredShare, passed });
    this.#before = { ...counts };
    this.#latency.reset();
    this.#index++;
    this.#endS += this.#segments[this.#index]?.durationS ?? 0;
    return passed;
  }
}
