import { setTimeout as delay } from 'node:timers/promises';
import {
  claimEntries,
  finishOrders,
  type FinishStep,
  type Ledger,
  type NewOrder,
  placeOrders,
  readEntries,
  settleOrders,
} from '../../src/index.ts';
import { shopOrder } from './held-order.ts';

// Everything that can happen to orders, as a list of calls. Whoever was killed in the middle of it, the
// next process makes all of the calls again.

const HOUR_MS = 3_600_000;

/** The orders of one run, with ids that whoever repeats it must know. */
export interface Lives {
  /** Held, paid, refunded. */
  paid: NewOrder;
  /** Held, with an open payment that is returned, and cancelled. */
  left: NewOrder;
  /** Held, expired, and paid late. */
  late: NewOrder;
  /** Held, and expired. */
  gone: NewOrder;
  /** Settled without payment. */
  plain: NewOrder;
}

/** The changes of state of each order, each of which must happen exactly once. */
export const CHANGES: Readonly<Record<keyof Lives, readonly string[]>> = {
  paid: ['ph', 'ho', 'oc', 'cr'],
  left: ['ph', 'ho', 'oh', 'hk'],
  late: ['ph', 'hx', 'xc'],
  gone: ['ph', 'hx'],
  plain: ['pc'],
};
/** The tickets of one life that are sold in the end. */
export const SOLD = 4;

export function newLives(): Lives {
  return {
    ...{ paid: shopOrder(HOUR_MS), left: shopOrder(HOUR_MS), plain: shopOrder() },
    ...{ late: shopOrder(1), gone: shopOrder(1) },
  };
}

/** The calls of a worker, a buyer and a payment provider, in their order. Each may be repeated. */
export function callsOf(lives: Lives, consumer: string): ((ledger: Ledger) => Promise<unknown>)[] {
  const { paid, left, late, gone } = lives;
  const finish =
    (...steps: FinishStep[]) =>
    (ledger: Ledger) =>
      finishOrders(ledger, 0, steps);
  return [
    (ledger) => placeOrders(ledger, 0, { orders: Object.values(lives), maxBacklog: 1000 }),
    (ledger) => settleDelivered(ledger, consumer),
    finish({ orderId: paid.id, step: 'open-payment', giveUpMs: HOUR_MS }),
    finish({ orderId: left.id, step: 'open-payment', giveUpMs: HOUR_MS }),
    // Two of them are held for a millisecond only.
    () => delay(5),
    finish(
      { orderId: paid.id, step: 'confirm', cause: 'pay-1' },
      { orderId: left.id, step: 'return-payment' },
      { orderId: late.id, step: 'expire' },
      { orderId: gone.id, step: 'expire' },
    ),
    finish({ orderId: left.id, step: 'cancel', cause: 'buyer' }),
    finish({ orderId: late.id, step: 'confirm', cause: 'pay-2' }),
    finish({ orderId: paid.id, step: 'refund', cause: 'refund-1' }),
  ];
}

// What another has read and not settled is claimed first.
async function settleDelivered(ledger: Ledger, consumer: string): Promise<void> {
  const claim = { consumer, minIdleMs: 0, count: 100, start: '-' };
  const { entries } = await claimEntries(ledger.redis, 0, claim);
  entries.push(...(await readEntries(ledger.redis, 0, { consumer, count: 100, blockMs: 1 })));
  if (entries.length > 0) await settleOrders(ledger, 0, entries);
}
