import type { ProviderCalls } from '@onsale/contracts';

/** What is measured of the part of the shop that serves an event. */
export interface ShopReading {
  /** Living processes, by their announcements. */
  gateways: number;
  workers: number;
  /** Undefined where the event is not paid online. */
  payments?: number;
  /** For how long the first order in line has waited; 0 when none does. */
  oldestOrderMs: number;
  /** Orders in line. */
  orders: number;
  /** Orders that were settled a second while there were any; undefined when too little was seen. */
  settledPerS: number | undefined;
  /** Undefined where the event is not paid online, or nothing bounds the calls to the provider. */
  providerCalls?: ProviderCalls | undefined;
  /** For how long the first payment that had to be looked at has not been. */
  overduePaymentMs: number;
}

/**
 * How the shop is: `well`, so that more can be admitted; `strained`, so that it must be fewer; `down`, so that nobody
 * is admitted until it is better. `why` is for the log and the seller.
 */
export type ShopState = { is: 'well' } | { is: 'strained' | 'down'; why: string };

/** Orders that wait longer than this are a queue of their own. */
const STRAINED_ORDER_MS = 1000;
/** Buyers in their turn should hear of their order within five seconds. */
const DOWN_ORDER_MS = 4000;
/** Payments are looked at within a second or so. */
const STRAINED_PAYMENT_MS = 5000;
const DOWN_PAYMENT_MS = 30_000;
/** Whoever wants to pay should not wait for the page of the provider. */
const STRAINED_CALL_MS = 1000;

/** Judges how the shop is by what was measured of it. */
export function judgeShop(reading: ShopReading): ShopState {
  const { gateways, workers, payments, oldestOrderMs, overduePaymentMs } = reading;
  if (gateways === 0) return { is: 'down', why: 'no gateway is alive' };
  if (workers === 0) return { is: 'down', why: 'no order worker is alive' };
  if (payments === 0) return { is: 'down', why: 'nobody takes payments' };
  if (oldestOrderMs > DOWN_ORDER_MS) return { is: 'down', why: 'orders wait to be settled' };
  if (overduePaymentMs > DOWN_PAYMENT_MS) return { is: 'down', why: 'payments are late' };
  if (isCrowded(reading)) {
    return { is: 'strained', why: 'more orders come than are settled' };
  }
  if (overduePaymentMs > STRAINED_PAYMENT_MS) return { is: 'strained', why: 'payments are late' };
  if ((reading.providerCalls?.waitMs ?? 0) > STRAINED_CALL_MS) {
    return { is: 'strained', why: 'more want to pay than the provider may be asked for' };
  }
  return { is: 'well' };
}

/** Whether more orders come than are settled. */
export function isCrowded(reading: ShopReading): boolean {
  return reading.oldestOrderMs > STRAINED_ORDER_MS || settlingTakesMs(reading) > STRAINED_ORDER_MS;
}

// How long an order that comes now will wait for those before it.
function settlingTakesMs({ orders, settledPerS }: ShopReading): number {
  if (settledPerS === undefined || settledPerS === 0) return 0;
  return (orders / settledPerS) * 1000;
}
