import type { LoadConfig } from '@onsale/contracts';
import { durationOf, planOf, rateAt, requestsOf, type Segment } from '@onsale/contracts/load-plan';
import { Schedule } from './schedule.ts';

const FIELDS = ['rps', 'durationS', 'profile', 'stages', 'arrivals', 'part'] as const;

/** Whether two configurations ask for the same requests at the same moments. */
export function asksForTheSame(one: LoadConfig, other: LoadConfig): boolean {
  return FIELDS.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field]));
}

/** What this generator is to send, of all that send a plan, from a moment of the plan on. */
export class SendingPlan {
  readonly segments: readonly Segment[];
  readonly plannedMs: number;
  /** When the next request is due, since the start; Infinity after the last. */
  dueMs = 0;
  readonly #schedule: Schedule;
  readonly #parts: number;

  constructor(config: LoadConfig, fromS: number) {
    const { arrivals, part } = config;
    this.segments = planOf(config);
    this.plannedMs = durationOf(this.segments) * 1000;
    this.#parts = part.of;
    this.#schedule = new Schedule({ segments: this.segments, arrivals, part, fromS });
    this.advance();
  }

  /** The request that was due is sent or dropped: the next one. */
  advance(): void {
    this.dueMs = this.#schedule.next() * 1000;
  }

  isOver(nowMs: number): boolean {
    return this.dueMs === Infinity && nowMs >= this.plannedMs;
  }

  rpsAt(elapsedS: number): number {
    return rateAt(this.segments, elapsedS) / this.#parts;
  }

  get meanRps(): number {
    // Of the shortest plan, a tenth is nothing.
    if (this.plannedMs === 0) return 0;
    return requestsOf(this.segments) / (this.plannedMs / 1000) / this.#parts;
  }
}
