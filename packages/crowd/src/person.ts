/**
 * How somebody behaves in front of a waiting room:
 *
 * - `patient`: joins, waits as the page does, orders in their turn;
 * - `refreshing`: the same, and joins again and again out of impatience;
 * - `leaving`: joins, and gives the place back within seconds;
 * - `two tabs`: waits in two tabs of one browser, and orders in both if it can;
 * - `copying`: in their turn, orders with the admission of somebody else first;
 * - `bot`: never joins; orders with no admission, a forged one, or one that it copied.
 */
export const KINDS = [
  ...(['patient', 'refreshing', 'leaving', 'two tabs', 'copying', 'bot'] as const),
] as const;
export type Kind = (typeof KINDS)[number];

/** What became of somebody; times are of `performance`. */
export interface Person {
  index: number;
  kind: Kind;
  arrivesAtMs: number;
  hasArrived?: boolean;
  /** When the first request for a place was sent and answered. */
  joinedAtMs?: [sent: number, answered: number];
  lot?: string;
  number?: number;
  /** When a turn was first seen. */
  turnAtMs?: number;
  orders: PlacedOrder[];
  /** Orders that were taken from somebody without a turn of their own, and those that were refused (403). */
  stolen: number;
  refused: number;
  /** When somebody who waited learnt that nothing is left. */
  toldAtMs?: number;
  hasLeft?: boolean;
  /** Requests that got no answer. */
  lost: number;
}

/** An order that was taken; when the button was pressed and the order settled, and as what. */
export interface PlacedOrder {
  id: string;
  pressedAtMs: number;
  settledAtMs?: number;
  /** When its status was last seen to change, as when it was paid. */
  changedAtMs?: number;
  status?: string;
  /** Which order each further press of the button led to. */
  repeatedAs?: string[];
}
