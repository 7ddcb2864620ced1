import type { OrderStatus } from '@onsale/contracts';
import { loadScript, runScript } from '@onsale/redis';
import { bucketRuns } from './bucket-runs.ts';
import {
  boughtPrefix,
  codesPrefix,
  countsKey,
  eventPrefix,
  holdsKey,
  linePlacesPrefix,
  linePrefix,
  lineTurnsPrefix,
  logReadersKey,
  openPaymentsKey,
  orderChangesChannel,
  orderLogKey,
  paymentsPrefix,
  poolsKey,
  stockKey,
} from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { CAUSE, CUSTOMER_KEY } from './order-head.ts';
import { ORDER_STATES } from './order-states.ts';

/** Maximum number of steps per `finishOrders` call; that many block Redis for about 5 ms. */
export const MAX_FINISH_BATCH = 1000;

const finishScript = loadScript(new URL('./finish.lua', import.meta.url));

/**
 * One step of an order after it was settled; which steps start from which status stands in
 * `ORDER_STEPS`. A cause has 1 to 64 characters of `A-Z a-z 0-9 _ . : -`: the id of a payment or a
 * refund, or who took the step. The same step with the same cause is the same step.
 */
export type FinishStep =
  /**
   * `confirm`: paid, also if it has expired, as long as there are tickets. `cancel`: a held order, or
   * one for which nothing was paid. `refund`: all that was not refunded before; its tickets go back on
   * sale.
   */
  | { orderId: string; step: 'confirm' | 'cancel' | 'refund'; cause: string; change?: never }
  /** Gives the tickets back if the deadline or the end of the open payment has passed. */
  | { orderId: string; step: 'expire' }
  /**
   * Keeps the tickets for `giveUpMs` from now, but at least until the deadline: nothing expires while
   * a payment is under way.
   */
  | { orderId: string; step: 'open-payment'; giveUpMs: number }
  /**
   * The payment under way has failed or was left: the tickets are held until the deadline, which is now
   * if somebody asked for the order to be cancelled.
   */
  | { orderId: string; step: 'return-payment' }
  /** Changes the record of a confirmed order, which stays confirmed or is cancelled or refunded. */
  | { orderId: string; step: 'amend' | 'cancel' | 'refund'; cause: string; change: RecordChange }
  /**
   * Changes the record of a held or confirmed order, which stays in its state. With another `customerKey`, its
   * tickets and its hold count as those of that customer, if its head names one at all.
   */
  | { orderId: string; step: 'correct'; cause: string; change: RecordChange & CustomerChange };

interface CustomerChange {
  /** As in the head: 22 characters. */
  customerKey?: string;
}

/** A change of a record, made only if the record is still as it was read. */
export interface RecordChange {
  /** The tail of the record as it was read (`tailOf`). */
  before: string;
  /** The new tail. */
  after: string;
  /** Tickets that go back on sale, packed as by `packItems`; "" for none. */
  restock: string;
  /** How many tickets the customer no longer has. */
  returned: number;
}

/** The result of a step. Only `done` and `done-as-asked` have changed anything. */
export type Finish =
  | 'done'
  /** Only of `expire`: the hold was cancelled, because somebody had asked for it (`requestCancel`). */
  | 'done-as-asked'
  /** It was done before, with the same cause. */
  | 'already'
  | 'no-such-order'
  /** A newer version wrote the order, or its record or its books are broken. */
  | 'unknown-state'
  /** The deadline has not passed by Redis' clock. */
  | 'not-due'
  /** Paid after it expired, and its tickets are gone. */
  | 'sold-out'
  /** Paid after it expired, and the customer has reached the limit meanwhile. */
  | 'limit'
  /** Paid after it expired, and the code that it was ordered with is used up or gone. */
  | 'code'
  /** Paid after it expired, and its place in the line has another order, or no turn any more. */
  | 'turn'
  /** Paid after it expired, and this payment is going back already. */
  | 'returned'
  /** The event was cancelled: the payment must go back. */
  | 'event-cancelled'
  /** The record is not as it was read. */
  | 'changed'
  /**
   * The step does not start from the order's status. A hold that is over counts as `expired` when a
   * payment is to be opened.
   */
  | { refused: OrderStatus };

const FINISHES: Readonly<Record<string, Finish>> = {
  done: 'done',
  asked: 'done-as-asked',
  already: 'already',
  missing: 'no-such-order',
  unknown: 'unknown-state',
  notdue: 'not-due',
  soldout: 'sold-out',
  limit: 'limit',
  code: 'code',
  turn: 'turn',
  returned: 'returned',
  cancelled: 'event-cancelled',
  changed: 'changed',
};

/**
 * Takes steps with orders of one shard in one atomic call, in the given order, and returns one
 * result for each; several steps of one order see each other. Safe to repeat. Throws `RangeError`
 * when a cause, duration or change is invalid; then nothing has happened.
 */
export async function finishOrders(
  ledger: Ledger,
  shard: number,
  steps: readonly FinishStep[],
): Promise<Finish[]> {
  if (steps.length === 0) return [];
  const orderIds = steps.map((step) => step.orderId);
  const runs = bucketRuns(shard, orderIds);
  const fixed = [
    ...([stockKey(shard), countsKey(shard), poolsKey(shard)] as const),
    ...([holdsKey(shard), openPaymentsKey(shard), orderLogKey(shard)] as const),
  ] as const;
  const args = [orderChangesChannel(shard), logReadersKey(shard)];
  args.push(eventPrefix(shard), boughtPrefix(shard), paymentsPrefix(shard), codesPrefix(shard));
  args.push(linePrefix(shard), linePlacesPrefix(shard), lineTurnsPrefix(shard));
  args.push(String(runs.keys.length));
  args.push(...runs.sizes.map(String), ...orderIds);
  const changes = steps.map(changeOf);
  args.push(...steps.map(({ step }, i) => (changes[i] === undefined ? step : `${step}+`)));
  args.push(...steps.map(detailOf));
  for (const change of changes) {
    if (change === undefined) continue;
    args.push(change.before, change.after, change.restock, String(change.returned));
    args.push(customerTagOf(change));
  }
  const reply = await runScript(ledger.redis, finishScript, {
    keys: [...fixed, ...runs.keys],
    args,
  });
  return String(reply).split(' ').map(readWord);
}

function customerTagOf({ customerKey }: CustomerChange): string {
  if (customerKey === undefined) return '';
  if (CUSTOMER_KEY.test(customerKey)) return `@${customerKey}`;
  throw new RangeError('a key is not an HMAC');
}

function changeOf(step: FinishStep): (RecordChange & CustomerChange) | undefined {
  const change = 'change' in step ? step.change : undefined;
  if (change !== undefined && !(Number.isInteger(change.returned) && change.returned >= 0)) {
    throw new RangeError(`a change cannot return ${change.returned} tickets`);
  }
  return change;
}

function detailOf(step: FinishStep): string {
  if (step.step === 'open-payment') {
    if (Number.isSafeInteger(step.giveUpMs) && step.giveUpMs > 0) return String(step.giveUpMs);
    throw new RangeError(`a payment cannot be open for ${step.giveUpMs} ms`);
  }
  if (!('cause' in step)) return '';
  if (CAUSE.test(step.cause)) return step.cause;
  throw new RangeError(`${JSON.stringify(step.cause)} is not a valid cause of a step`);
}

function readWord(word: string): Finish {
  const finish = FINISHES[word];
  if (finish !== undefined) return finish;
  const refused = ORDER_STATES[word.slice('refused:'.length)];
  if (word.startsWith('refused:') && refused !== undefined) return { refused: refused.status };
  throw new Error(`finish answered ${JSON.stringify(word)}`);
}
