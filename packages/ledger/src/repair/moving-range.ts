import { ORDER_STATES, ORDER_STEPS } from '../orders/order-states.ts';

/**
 * What a number can have been at the beginning of an audit: orders that have changed since then leave
 * open how they were counted.
 */
export interface Range {
  least: number;
  most: number;
}

/** Ranges by name; a name without one has the range 0 to 0. */
export class Ranges {
  readonly byName = new Map<string, Range>();

  /** Adds what is known exactly. */
  add(name: string, count: number): void {
    this.addRange(name, { least: count, most: count });
  }

  addRange(name: string, { least, most }: Range): void {
    if (most === 0 && least === 0) return;
    const range = this.byName.get(name) ?? { least: 0, most: 0 };
    this.byName.set(name, { least: range.least + least, most: range.most + most });
  }

  of(name: string): Range {
    return this.byName.get(name) ?? { least: 0, most: 0 };
  }
}

/** The states that an order may have been in before it got into a state: letters, by letter. */
export const EARLIER_STATES: ReadonlyMap<string, ReadonlySet<string>> = findEarlierStates();

// Replaying a dead letter leads from failed to pending. That is left out, since almost every state would
// be possible otherwise; an audit that is surprised by it reads everything again.
function findEarlierStates(): Map<string, Set<string>> {
  const letters = Object.keys(ORDER_STATES);
  const earlier = new Map(letters.map((letter) => [letter, new Set<string>()]));
  for (const [letter, { status }] of Object.entries(ORDER_STATES)) {
    // What settling leads to.
    if (['held', 'confirmed', 'rejected'].includes(status)) earlier.get(letter)?.add('p');
  }
  for (const { from, to } of Object.values(ORDER_STEPS)) {
    for (const letter of from) if (letter !== to) earlier.get(to)?.add(letter);
  }
  for (let grows = true; grows;) {
    grows = false;
    for (const found of earlier.values()) {
      const size = found.size;
      for (const letter of found) for (const before of earlier.get(letter) ?? []) found.add(before);
      grows ||= found.size > size;
    }
  }
  return earlier;
}
