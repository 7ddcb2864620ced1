import type { OrderStatus, RejectReason } from '@onsale/contracts';
import type { StockBook } from '../keys.ts';

interface StateKind {
  status: Exclude<OrderStatus, 'unknown'>;
  reason?: RejectReason;
  /** Final for followers: the event stream of the order ends here. */
  isOutcome: boolean;
  /** The book in which its tickets are counted. */
  book?: Extract<StockBook, 'held' | 'sold'>;
}

/**
 * The states of an order, by the letter its record begins with. The only list: the Lua scripts are
 * generated from it (`orderStatesLua`). A process that meets an unknown letter leaves the order to
 * a newer process and shows it as `unknown`, so states can be added while older processes run.
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

/** Whether this status is an outcome. An unknown status may still change. */
export function isOutcome(status: OrderStatus): boolean {
  return OUTCOMES.has(status);
}

const BOOKS = new Map(Object.values(ORDER_STATES).map(({ status, book }) => [status, book]));

/** The book in which tickets of such an order are counted; undefined when there is none. */
export function bookOf(status: Exclude<OrderStatus, 'unknown'>): 'held' | 'sold' | undefined {
  return BOOKS.get(status);
}

/**
 * The table for scripts, which include it as `order-states.lua`: letters by name, rejections by
 * reason, and a pattern for the states after `pending`.
 */
export function orderStatesLua(): string {
  const states = Object.entries(ORDER_STATES);
  const names = states.map(
    ([letter, { status, reason }]) => `  ${reason ?? status} = '${letter}',`,
  );
  const later = states.flatMap(([letter, { status }]) => (status === 'pending' ? [] : [letter]));
  return [
    '-- Generated from order-states.ts by npm run states.',
    'local STATE = {',
    ...names,
    '}',
    `local LATER_STATES = '[${later.join('')}]'`,
    '',
  ].join('\n');
}
