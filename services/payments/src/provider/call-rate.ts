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
/** A provider that is only slow loses fewer than so many calls for each that it answers. */
const LOST_SHARE = 0.1;
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
  readonly #answers = new Recent();
  readonly #lost = new Recent();
  /** The most calls under way since they began to pile up; 0 while they don't. */
  #piledUp = 0;

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
    this.#answers.add(nowMs);
    if (underWay <= MOST_UNDER_WAY_S * this.#perS) {
      this.#piledUp = 0;
      this.#perS = Math.min(this.#mostPerS, this.#perS + GROWTH);
      return;
    }
    // When no more of them pile up, the provider is slow but keeps up, and fewer calls would not make it faster.
    const isSlowOnly = this.#lost.perS(nowMs) < LOST_SHARE * this.#answers.perS(nowMs);
    if (underWay <= this.#piledUp && isSlowOnly) return;
    this.#piledUp = Math.max(this.#piledUp, underWay);
    this.#decline(nowMs);
  }

  /** A call had no answer. That alone says nothing of how many the provider takes. */
  unanswered(nowMs: number): void {
    this.#lost.add(nowMs);
  }

  /** The provider has refused a call because there are too many. */
  refused(nowMs: number): void {
    this.#decline(nowMs);
  }

  #decline(nowMs: number): void {
    if (nowMs - this.#declinedAtMs < DECLINE_EVERY_MS) return;
    this.#declinedAtMs = nowMs;
    const answeredPerS = this.#answers.perS(nowMs);
    const next = Math.max(DECLINE * this.#perS, ANSWERED_SHARE * answeredPerS, LEAST_PER_S);
    this.#perS = Math.min(this.#perS, next);
  }
}

/** How often something has happened, of which older times count for less and less. */
class Recent {
  #count = 0;
  #atMs = 0;

  add(nowMs: number): void {
    this.#count = this.#countAt(nowMs) + 1;
    this.#atMs = nowMs;
  }

  perS(nowMs: number): number {
    return this.#countAt(nowMs) / (ANSWERED_MS / 1000);
  }

  #countAt(nowMs: number): number {
    return this.#count * Math.exp((this.#atMs - nowMs) / ANSWERED_MS);
  }
}
