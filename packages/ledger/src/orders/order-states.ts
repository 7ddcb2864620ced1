import type { OrderStatus, RejectReason } from '@onsale/contracts';
import type { StockBook } from '../keys.ts';

/** What an order can be. */
interface StateKind {
  status: Exclude<OrderStatus, 'unknown'>;
  reason?: RejectReason;
  /** Nothing more is awaited: whoever follows the order has seen the end. */
  isOutcome: boolean;
  /** The book that its tickets are in. */
  book?: Extract<StockBook, 'held' | 'sold'>;
}

/**
 * The states of an order by the letter that its record begins with: the only list. The scripts get
 * theirs from it (`orderStatesLua`). A process that meets another letter leaves the order to a newer
 * one and shows it as `unknown`, so a state can be added while older processes run.
 */
export const ORDER_STATES: Readonly<Record<string, StateKind>> = {
  p: { status: 'pending', isOutcome: false },
  h: { status: 'held', isOutcome: false, book: 'held' },
  c: { status: 'confirmed', isOutcome: true, book: 'sold' },
  s: { status: 'rejected', reason: 'sold_out', isOutcome: true },
  f: { status: 'rejected', reason: 'failed', isOutcome: true },
  x: { status: 'expired', isOutcome: true },
  k: { status: 'cancelled', isOutcome: true },
  r: { status: 'refunded', isOutcome: true },
};

const OUTCOMES: ReadonlySet<OrderStatus> = new Set(
  Object.values(ORDER_STATES).flatMap(({ status, isOutcome }) => (isOutcome ? [status] : [])),
);

/** Whether an order with this status has come to its end. An unknown one may still change. */
export function isOutcome(status: OrderStatus): boolean {
  return OUTCOMES.has(status);
}

const BOOKS = new Map(Object.values(ORDER_STATES).map(({ status, book }) => [status, book]));

/** The book that the tickets of such an order are in; undefined when it has none. */
export function bookOf(status: Exclude<OrderStatus, 'unknown'>): 'held' | 'sold' | undefined {
  return BOOKS.get(status);
}

/**
 * The same for scripts, which include it as `order-states.lua`: the letters by name, a rejection by its
 * reason, and a pattern for those that follow `pending`.
 */
export function orderStatesLua(): string {
  const states = Object.entries(ORDER_STATES);
  const names = states.map(
    ([letter, { status, reason }]) => `  ${reason ?? status} = '${letter}',`,
  );
  const later = states.flatMap(([letter, { status }]) => (status === 'pending' ? [] : [letter]));
  return [
    '-- Made of order-states.ts by npm run states.',
    'local STATE = {',
    ...names,
    '}',
    `local LATER_STATES = '[${later.join('')}]'`,
    '',
  ].join('\n');
}
