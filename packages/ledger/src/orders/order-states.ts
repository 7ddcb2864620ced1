import type { OrderStatus, RejectReason } from '@onsale/contracts';
import type { StockBook } from '../keys.ts';

interface StateKind {
  status: Exclude<OrderStatus, 'unknown'>;
  reason?: RejectReason;
  /** Its name in scripts; default: the reason or the status. */
  name?: string;
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
  /** Held, with a payment under way: not to be released before it is given up. */
  o: { status: 'held', name: 'paying', isOutcome: false, book: 'held' },
  c: { status: 'confirmed', isOutcome: true, book: 'sold' },
  s: { status: 'rejected', reason: 'sold_out', isOutcome: true },
  b: { status: 'rejected', reason: 'held_by_others', isOutcome: true },
  l: { status: 'rejected', reason: 'limit', isOutcome: true },
  n: { status: 'rejected', reason: 'not_on_sale', isOutcome: true },
  d: { status: 'rejected', reason: 'code', isOutcome: true },
  f: { status: 'rejected', reason: 'failed', isOutcome: true },
  x: { status: 'expired', isOutcome: true },
  k: { status: 'cancelled', isOutcome: true },
  r: { status: 'refunded', isOutcome: true },
};

/**
 * The steps that `finish` takes, each with the states it starts from and the state it leads to.
 * Every other step is refused. `settle` leads from pending to held, confirmed or rejected.
 */
export const ORDER_STEPS = {
  /** Paid, or marked as paid; also after it expired, if the stock is there. */
  confirm: { from: 'hox', to: 'c' },
  /** Its deadline has passed, or the payment under way was given up. */
  expire: { from: 'ho', to: 'x' },
  /** By the buyer or the seller; a confirmed order only if nothing was paid. */
  cancel: { from: 'hc', to: 'k' },
  /** All of the money went back. */
  refund: { from: 'c', to: 'r' },
  'open-payment': { from: 'h', to: 'o' },
  /** The payment under way has failed or was left: the hold goes on until its deadline. */
  'return-payment': { from: 'o', to: 'h' },
  /** What changes no state: a partial refund, a name on a ticket, a reissued ticket. */
  amend: { from: 'c', to: 'c' },
  /** What the buyer has told wrongly: a name, an address, an answer. The state stays. */
  correct: { from: 'hoc', to: '=' },
} as const satisfies Record<string, { from: string; to: string }>;
export type OrderStep = keyof typeof ORDER_STEPS;

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

/** The generated tables, by the name under which scripts include them. */
export function generatedLua(): Record<string, string> {
  return { 'order-states': orderStatesLua(), 'order-steps': orderStepsLua() };
}

/** Letters by name, rejections by reason, and a pattern for the states after `pending`. */
function orderStatesLua(): string {
  const states = Object.entries(ORDER_STATES);
  const names = states.map(
    ([letter, { status, reason, name }]) => `  ${name ?? reason ?? status} = '${letter}',`,
  );
  const later = states.flatMap(([letter, { status }]) => (status === 'pending' ? [] : [letter]));
  return generated([
    'local STATE = {',
    ...names,
    '}',
    `local LATER_STATES = '[${later.join('')}]'`,
  ]);
}

/**
 * For each step, the letters that it starts from and the one it leads to; for each letter, the book
 * of its tickets and the field of the counts, which a pending order does not have.
 */
function orderStepsLua(): string {
  const steps = Object.entries(ORDER_STEPS);
  const states = Object.entries(ORDER_STATES);
  const counted = states.filter(([, { status }]) => status !== 'pending');
  return generated([
    ...table(
      'STEP_FROM',
      steps.map(([step, { from }]) => [step, from]),
    ),
    ...table(
      'STEP_TO',
      steps.map(([step, { to }]) => [step, to]),
    ),
    ...table(
      'BOOK_OF',
      states.flatMap(([letter, { book }]) => (book ? [[letter, book]] : [])),
    ),
    ...table(
      'COUNT_OF',
      counted.map(([letter, { status }]) => [letter, status]),
    ),
  ]);
}

function table(name: string, entries: readonly (readonly string[])[]): string[] {
  const fields = entries.map(([key = '', value = '']) => `  ['${key}'] = '${value}',`);
  return [`local ${name} = {`, ...fields, '}'];
}

function generated(lines: readonly string[]): string {
  return ['-- Generated from order-states.ts by npm run states.', ...lines, ''].join('\n');
}
