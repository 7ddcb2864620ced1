import { randomBytes } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import type { Dice } from '../faults/dice.ts';
import type { FaultName } from '../faults/fault-list.ts';
import { type Balances, balancesOf } from './balances.ts';
import type { Checkout, Dispute, Message, PaidOut, Refund } from './documents.ts';
import { isOpenDispute, requireOpen, requireRefundable } from './rules.ts';
import type { Store } from './store.ts';
import { viewCheckout } from './views.ts';

const DAY_MS = 86_400_000;
/** Checkouts that are older leave when the bank starts. */
const KEEP_DAYS = 180;
/** How long the bank takes where a fault makes it slow to decide. */
const LONG_DECISION_MS = 5 * DAY_MS;
/** How long a seller may answer a dispute. */
const DISPUTE_MS = 7 * DAY_MS;
/** Longest delay of a timer of Node; what is later is looked at again then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const CHECKOUT = 'checkout:';
const PAID_OUT = 'paid-out:';

export interface BooksOptions {
  store: Store;
  dice: Dice;
  lateMs: () => number;
  /** Where the page of a checkout is. */
  pageUrl: (checkoutId: string) => string;
  /** Sends a message about a checkout, in time. */
  send: (message: Pick<Message, 'id' | 'checkoutId' | 'body'>) => void;
}

export type NewCheckout = Pick<
  Checkout,
  'orderUrl' | 'returnUrl' | 'description' | 'amountMinor' | 'currency' | 'expiresAtMs'
>;

/**
 * The books of the bank and its rules. Every change is made at once, in memory, and noted in the store:
 * whoever tells of it waits for `store.flushed()` first.
 */
export class Books {
  readonly #options: BooksOptions;
  readonly #byPayment = new Map<string, Checkout>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** In the order of their creation, and so of `createdAtMs`. */
  readonly #checkouts: Checkout[] = [];

  constructor(options: BooksOptions) {
    this.#options = options;
  }

  /** Takes over what the store has, and what became due meanwhile. */
  open(): void {
    const { store } = this.#options;
    const keepFromMs = Date.now() - KEEP_DAYS * DAY_MS;
    for (const [key, document] of store.startingWith(CHECKOUT)) {
      const checkout = document as Checkout;
      if (checkout.createdAtMs < keepFromMs) {
        store.delete(key);
        continue;
      }
      this.#checkouts.push(checkout);
      if (checkout.paymentId !== undefined) this.#byPayment.set(checkout.paymentId, checkout);
    }
    for (const checkout of this.#checkouts) this.#watch(checkout);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** All checkouts, the oldest first. */
  get checkouts(): readonly Checkout[] {
    return this.#checkouts;
  }

  /** Throws 404. */
  checkout(id: string): Checkout {
    const found = this.#options.store.get(`${CHECKOUT}${id}`);
    if (found === undefined) throw new ApiError('NOT_FOUND', `there is no checkout ${id}`);
    return found as Checkout;
  }

  /** Throws 404. */
  checkoutOfPayment(paymentId: string): Checkout {
    const found = this.#byPayment.get(paymentId);
    if (found === undefined) throw new ApiError('NOT_FOUND', `there is no payment ${paymentId}`);
    return found;
  }

  /** The checkout that a request is about, if it names one by either id. */
  find({ id = '', paymentId = id }: { id?: string; paymentId?: string }): Checkout | undefined {
    const found = this.#options.store.get(`${CHECKOUT}${id}`) as Checkout | undefined;
    return found ?? this.#byPayment.get(paymentId);
  }

  /** A checkout as the API and the messages tell it. */
  view(checkout: Checkout) {
    return viewCheckout(checkout, this.#options.pageUrl(checkout.id));
  }

  startCheckout(asked: NewCheckout): Checkout {
    const lastMs = this.#checkouts.at(-1)?.createdAtMs ?? 0;
    const checkout: Checkout = {
      ...asked,
      id: newId('co'),
      state: 'open',
      createdAtMs: Math.max(Date.now(), lastMs),
      faults: [],
      refunds: [],
      disputes: [],
    };
    this.#checkouts.push(checkout);
    this.#keep(checkout);
    return checkout;
  }

  /** Sends a message about a checkout that was just opened, as only the fault of early ones does. */
  tellOpened(checkout: Checkout): void {
    this.#tell(checkout, 'opened');
  }

  /** What the buyer's payment comes to. Throws 409 when the checkout is not open. */
  pay(checkout: Checkout): void {
    const { dice, lateMs } = this.#options;
    const mayBeLate =
      checkout.state === 'expired' && checkout.faults.includes('paid_though_expired');
    if (!mayBeLate) requireOpen(checkout);
    this.#setPayment(checkout);
    const later = (inMs: number, state: 'paid' | 'failed') => {
      checkout.state = 'processing';
      checkout.decision = { atMs: Date.now() + inMs, state };
      this.#keep(checkout);
      this.#tell(checkout, 'processing');
    };
    if (dice.strikes('paid_after_expiry', checkout)) {
      later(Math.max(0, checkout.expiresAtMs - Date.now()) + lateMs(), 'paid');
    } else if (dice.strikes('decides_in_five_days', checkout)) later(LONG_DECISION_MS, 'paid');
    else if (dice.strikes('unpaid_then_paid', checkout)) later(lateMs(), 'paid');
    else if (dice.strikes('unpaid_then_failed', checkout)) later(lateMs(), 'failed');
    else this.#settle(checkout, 'paid');
  }

  /** Throws 409 when the checkout is not open. */
  decline(checkout: Checkout): void {
    requireOpen(checkout);
    this.#settle(checkout, 'failed');
  }

  /** Closes the page; without effect when the buyer is through, or it is closed already. */
  expire(checkout: Checkout): void {
    if (checkout.state !== 'open') return;
    const { dice, lateMs } = this.#options;
    checkout.state = 'expired';
    if (dice.strikes('paid_though_expired', checkout)) {
      checkout.decision = { atMs: Date.now() + lateMs(), state: 'paid' };
    }
    this.#keep(checkout);
    this.#tell(checkout, 'expired');
  }

  /** Sends money back. Throws 409 when there is not as much, or a dispute. */
  refund(checkout: Checkout, amount: { amountMinor: number; currency: string }): Refund {
    const { dice, lateMs } = this.#options;
    requireRefundable(checkout, amount);
    if (dice.strikes('no_balance', checkout) || this.#lacks(amount)) {
      throw new ApiError('NO_BALANCE', 'the account does not have that much money');
    }
    const refund: Refund = { id: newId('re'), ...amount, state: 'done', createdAtMs: Date.now() };
    const decide = (inMs: number, state: 'done' | 'failed') => {
      refund.decision = { atMs: refund.createdAtMs + inMs, state };
    };
    if (dice.strikes('refund_reversed', checkout)) decide(lateMs(), 'failed');
    else if (dice.strikes('refund_fails', checkout)) {
      refund.state = 'pending';
      decide(lateMs(), 'failed');
    } else if (dice.strikes('refund_hangs', checkout)) {
      refund.state = 'pending';
      decide(LONG_DECISION_MS, 'done');
    }
    checkout.refunds.push(refund);
    this.#keep(checkout);
    this.#tell(checkout, 'refunded');
    return refund;
  }

  /** What the seller's account has, by currency, after what was paid out. */
  get balances(): Balances {
    const balances = balancesOf(this.#checkouts);
    for (const [key, paidOut] of this.#options.store.startingWith(PAID_OUT)) {
      const currency = key.slice(PAID_OUT.length);
      balances.set(currency, (balances.get(currency) ?? 0) - (paidOut as PaidOut).amountMinor);
    }
    return balances;
  }

  /** Pays out of the account, or into it, until it has this much. */
  setBalance(currency: string, amountMinor: number): void {
    const paidOut: PaidOut = {
      amountMinor: (balancesOf(this.#checkouts).get(currency) ?? 0) - amountMinor,
    };
    this.#options.store.put(`${PAID_OUT}${currency}`, paidOut);
  }

  // Where nothing was ever paid out, there is enough for whatever can be refunded.
  #lacks({ amountMinor, currency }: { amountMinor: number; currency: string }): boolean {
    if (this.#options.store.get(`${PAID_OUT}${currency}`) === undefined) return false;
    return (this.balances.get(currency) ?? 0) < amountMinor;
  }

  /** The buyer's own bank asks for the money. Throws 409 when nothing was paid or it is asked already. */
  dispute(checkout: Checkout): Dispute {
    if (checkout.state !== 'paid' || checkout.disputes.some(isOpenDispute)) {
      throw new ApiError('NOT_REFUNDABLE', 'only a paid checkout without an open dispute has one');
    }
    const { amountMinor, currency } = checkout.paid ?? checkout;
    const dispute: Dispute = {
      id: newId('dp'),
      amountMinor,
      currency,
      state: 'needs_response',
      respondByMs: Date.now() + DISPUTE_MS,
    };
    checkout.disputes.push(dispute);
    this.#keep(checkout);
    this.#tell(checkout, 'disputed');
    return dispute;
  }

  /** Moves the open dispute of a checkout on. Throws 404 when it has none. */
  moveDispute(checkout: Checkout, state: 'under_review' | 'won' | 'lost'): void {
    const dispute = checkout.disputes.find(isOpenDispute);
    if (dispute === undefined) throw new ApiError('NOT_FOUND', 'there is no open dispute');
    dispute.state = state;
    this.#keep(checkout);
    this.#tell(checkout, 'disputed');
  }

  setFaults(checkout: Checkout, faults: readonly FaultName[]): void {
    checkout.faults = [...faults];
    this.#keep(checkout);
  }

  /** Brings everything that waits for its time nearer: ends, decisions, the time to answer a dispute. */
  passTime(passMs: number, only?: Checkout): void {
    for (const checkout of only === undefined ? this.#checkouts : [only]) {
      if (checkout.state === 'open') checkout.expiresAtMs -= passMs;
      if (checkout.decision !== undefined) checkout.decision.atMs -= passMs;
      for (const { decision } of checkout.refunds) {
        if (decision !== undefined) decision.atMs -= passMs;
      }
      for (const dispute of checkout.disputes) dispute.respondByMs -= passMs;
      if (nextChangeMs(checkout) < Infinity) this.#keep(checkout);
    }
  }

  #setPayment(checkout: Checkout): void {
    checkout.paymentId ??= newId('pay');
    this.#byPayment.set(checkout.paymentId, checkout);
  }

  #settle(checkout: Checkout, state: 'paid' | 'failed'): void {
    const { dice } = this.#options;
    delete checkout.decision;
    checkout.state = state;
    if (state === 'paid') {
      this.#setPayment(checkout);
      const { amountMinor, currency } = checkout;
      if (dice.strikes('wrong_amount', checkout)) {
        checkout.paid = { amountMinor: Math.max(1, Math.floor(amountMinor * 0.9)), currency };
      } else if (dice.strikes('wrong_currency', checkout)) {
        checkout.paid = { amountMinor, currency: currency === 'EUR' ? 'USD' : 'EUR' };
      }
    }
    this.#keep(checkout);
    this.#tell(checkout, state);
    if (state === 'paid' && dice.strikes('dispute', checkout)) this.dispute(checkout);
  }

  #keep(checkout: Checkout): void {
    this.#options.store.put(`${CHECKOUT}${checkout.id}`, checkout);
    this.#watch(checkout);
  }

  #tell(checkout: Checkout, what: string): void {
    const id = newId('msg');
    const body = JSON.stringify({
      id,
      type: `checkout.${what}`,
      createdAtMs: Date.now(),
      data: this.view(checkout),
    });
    this.#options.send({ id, checkoutId: checkout.id, body });
  }

  #watch(checkout: Checkout): void {
    clearTimeout(this.#timers.get(checkout.id));
    this.#timers.delete(checkout.id);
    const atMs = nextChangeMs(checkout);
    if (atMs === Infinity) return;
    const delayMs = Math.min(Math.max(0, atMs - Date.now()), MAX_TIMER_MS);
    this.#timers.set(checkout.id, setTimeout(() => this.#change(checkout), delayMs).unref());
  }

  // What a checkout does by itself when its time has come.
  #change(checkout: Checkout): void {
    const nowMs = Date.now();
    if (checkout.state === 'open' && checkout.expiresAtMs <= nowMs) this.expire(checkout);
    if (checkout.decision !== undefined && checkout.decision.atMs <= nowMs) {
      this.#settle(checkout, checkout.decision.state);
    }
    for (const refund of checkout.refunds) {
      if (refund.decision === undefined || refund.decision.atMs > nowMs) continue;
      refund.state = refund.decision.state;
      delete refund.decision;
      if (refund.state === 'failed') refund.problem = 'the bank of the buyer refused it';
      this.#keep(checkout);
      this.#tell(checkout, 'refunded');
    }
    this.#watch(checkout);
  }
}

// When a checkout next does something by itself.
function nextChangeMs(checkout: Checkout): number {
  return Math.min(
    checkout.state === 'open' ? checkout.expiresAtMs : Infinity,
    checkout.decision?.atMs ?? Infinity,
    ...checkout.refunds.map(({ decision }) => decision?.atMs ?? Infinity),
  );
}

function newId(kind: string): string {
  return `${kind}_${randomBytes(16).toString('hex')}`;
}
