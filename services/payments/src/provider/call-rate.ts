/** However few calls the provider takes, it is asked again, or nothing would be known of it. */
const LEAST_PER_S = 1;
/** What is left of the rate when the provider is asked too much, unless it answers more than that. */
const DECLINE = 0.7;
/** At most once in this time: answers to calls from before the last decline say nothing new. */
const DECLINE_EVERY_MS = 1000;
/** What each answer adds to it: 3 % a second while all of it is used, and nothing while nobody asks. */
const GROWTH = 0.03;
/** A provider that answers has at most the calls of so many seconds under way, or they pile up there. */
const MOST_UNDER_WAY_S = 3;
/** Less than it answers, so that what has piled up there gets less. */
const ANSWERED_SHARE = 0.9;
/** What is answered in a second is that of this time. */
const ANSWERED_MS = 5000;
/** After so long without trouble, what the provider took then says nothing of what it takes now. */
const FORGET_MS = 600_000;

/**
 * How many calls the provider takes in a second, as its answers let expect: what the operator has set, until it refuses
 * calls for their number, or answers fewer than it is asked. Then fewer by and by, and more again with each answer.
 * All times are in ms, and only differences count.
 */
export class CallRate {
  readonly #mostPerS: number;
  #perS: number;
  #declinedAtMs = -Infinity;
  /** Answers, of which older ones count for less and less. */
  #answers = 0;
  #answeredAtMs = 0;

  constructor(mostPerS: number) {
    this.#mostPerS = mostPerS;
    this.#perS = mostPerS;
  }

  perS(nowMs: number): number {
    if (nowMs - this.#declinedAtMs > FORGET_MS) this.#perS = this.#mostPerS;
    return this.#perS;
  }

  /** The provider has done, or refused, what it was asked for, while so many other calls are under way. */
  answered(nowMs: number, underWay: number): void {
    this.#answers = this.#answersAt(nowMs) + 1;
    this.#answeredAtMs = nowMs;
    if (underWay > MOST_UNDER_WAY_S * this.#perS) this.#decline(nowMs);
    else this.#perS = Math.min(this.#mostPerS, this.#perS + GROWTH);
  }

  /** The provider has refused a call because there are too many. */
  refused(nowMs: number): void {
    this.#decline(nowMs);
  }

  #decline(nowMs: number): void {
    if (nowMs - this.#declinedAtMs < DECLINE_EVERY_MS) return;
    this.#declinedAtMs = nowMs;
    const answeredPerS = this.#answersAt(nowMs) / (ANSWERED_MS / 1000);
    const next = Math.max(DECLINE * this.#perS, ANSWERED_SHARE * answeredPerS, LEAST_PER_S);
    this.#perS = Math.min(this.#perS, next);
  }

  #answersAt(nowMs: number): number {
    return this.#answers * Math.exp((this.#answeredAtMs - nowMs) / ANSWERED_MS);
  }
}
