import type { LoadSecond } from '@onsale/contracts';

/** More points no screen shows; a longer run has longer spans. */
const MAX_POINTS = 1200;

/** The course of a run in at most 1,200 points: when they are full, each two become one. */
export class Seconds {
  #points: LoadSecond[] = [];
  #perPoint = 1;
  #waiting: LoadSecond[] = [];

  push(second: LoadSecond): void {
    this.#waiting.push(second);
    if (this.#waiting.length < this.#perPoint) return;
    this.#points.push(joinSeconds(this.#waiting));
    this.#waiting = [];
    if (this.#points.length < MAX_POINTS) return;
    this.#perPoint *= 2;
    this.#points = Array.from({ length: MAX_POINTS / 2 }, (_, i) =>
      joinSeconds(this.#points.slice(2 * i, 2 * i + 2)),
    );
  }

  all(): LoadSecond[] {
    return this.#waiting.length === 0
      ? [...this.#points]
      : [...this.#points, joinSeconds(this.#waiting)];
  }
}

// Rates are means, percentiles the worst of the span: a peak must not vanish in a long run.
function joinSeconds(seconds: readonly LoadSecond[]): LoadSecond {
  const [first] = seconds;
  if (first === undefined) throw new TypeError('there is nothing to join');
  if (seconds.length === 1) return first;
  const spanS = sum(seconds, (second) => second.spanS);
  const mean = (of: (second: LoadSecond) => number) =>
    sum(seconds, (second) => of(second) * second.spanS) / spanS;
  const worst = (of: (second: LoadSecond) => number | null) => {
    const values = seconds.map(of).filter((value) => value !== null);
    return values.length === 0 ? null : Math.max(...values);
  };
  return {
    fromS: first.fromS,
    spanS,
    targetRps: mean((second) => second.targetRps),
    sentRps: mean((second) => second.sentRps),
    accepted: sum(seconds, (second) => second.accepted),
    soldOut: sum(seconds, (second) => second.soldOut),
    success: sum(seconds, (second) => second.success),
    failure: sum(seconds, (second) => second.failure),
    dropped: sum(seconds, (second) => second.dropped),
    inFlight: worst((second) => second.inFlight) ?? 0,
    p50: worst((second) => second.p50),
    p90: worst((second) => second.p90),
    p95: worst((second) => second.p95),
    p99: worst((second) => second.p99),
    p999: worst((second) => second.p999),
    max: worst((second) => second.max),
  };
}

function sum(seconds: readonly LoadSecond[], of: (second: LoadSecond) => number): number {
  return seconds.reduce((total, second) => total + of(second), 0);
}
