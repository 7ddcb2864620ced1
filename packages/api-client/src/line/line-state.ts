import type { Line, Place, TicketsLeft } from '../generated/index.ts';
import type { Trouble } from '../trouble.ts';

/** What is known of a line and of one's own place in it. */
export interface LineState {
  /** Undefined until the first answer. */
  line: Line | undefined;
  /** Undefined without a place: not taken yet, left, or given up. */
  place: Place | undefined;
  /** People who wait before this place at the moment; undefined unless it waits. */
  before: number | undefined;
  /** How long it may take; undefined unless it waits and people are admitted. */
  estimate: LineEstimate | undefined;
  isTurn: boolean;
  /** When the turn ends, by the clock of this page: Unix time in ms. */
  turnEndsAtMs: number | undefined;
  /** No more tickets are left, or may come back, than people have or get their turn before. */
  mayGetNone: boolean;
  /** Ticket types that have sold out since this page was opened, and were cheaper than what is left. */
  cheaperGone: TicketsLeft[];
  /** The place was given up, as nobody asked for it for too long. */
  wasGivenUp: boolean;
  /** There is no such event, or it has no line. */
  isUnknown: boolean;
  /** Why what is shown is not fresh, while it is being tried again. */
  trouble: Trouble | undefined;
}

/** Until one's turn, in ms: in one of ten cases sooner, in half of all, and in nine of ten. */
export interface LineEstimate {
  soonMs: number;
  usualMs: number;
  lateMs: number;
}

/** People who wait before a number. Between the numbers that are told of it is about linear. */
export function peopleBefore({ before, lastNumber, waiting }: Line, number: number): number {
  const end = { number: lastNumber + 1, people: waiting };
  let [from, to] = [before[0], end];
  if (from === undefined || number <= from.number) return from?.people ?? 0;
  for (const point of [...before, end]) {
    to = point;
    if (point.number >= number) break;
    from = point;
  }
  const span = to.number - from.number;
  if (span <= 0) return from.people;
  const share = Math.min(1, (number - from.number) / span);
  return Math.round(from.people + share * (to.people - from.people));
}

/** How long it takes until it is the turn of whom so many wait before; undefined when nobody can say. */
export function estimateOf({ perMinute }: Line, before: number): LineEstimate | undefined {
  if (perMinute === undefined || !(perMinute.slow > 0)) return undefined;
  const untilMs = (rate: number) => ((before + 1) / rate) * 60_000;
  return {
    soonMs: untilMs(perMinute.fast),
    usualMs: untilMs(perMinute.usual),
    lateMs: untilMs(perMinute.slow),
  };
}

/** Ticket types of `seen` that have sold out since, and cost less than the cheapest that is left. */
export function cheaperGoneOf(left: TicketsLeft[], seen: ReadonlySet<string>): TicketsLeft[] {
  const cheapest = Math.min(
    ...left.filter(({ remaining }) => remaining > 0).map(({ price }) => price),
  );
  return left.filter(
    ({ id, remaining, price }) => remaining === 0 && seen.has(id) && price < cheapest,
  );
}
