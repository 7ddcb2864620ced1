import type { OrderPayment } from '@onsale/contracts';
import { type Order, type Payment, readPayment, type Ledger } from '@onsale/ledger';
import type { BankCheckout, BankSums } from './bank-account.ts';
import { PRICE_MINOR, SHOP_URL } from './paying-shop.ts';

/** All that is known of one order in the end, from both sides. */
export interface Account {
  order: Order;
  payment: Payment | undefined;
  /** In the bank's books. */
  sums: BankSums[];
  checkouts: BankCheckout[];
  /** What its buyer is told. */
  told: OrderPayment | undefined;
}

const CURRENCY = 'EUR';

/** Puts what the bank knows of each order beside what we know. */
export async function readAccounts(
  ledger: Ledger,
  known: {
    orderIds: readonly string[];
    sums: readonly BankSums[];
    checkouts: readonly BankCheckout[];
    tell: (orderId: string) => Promise<OrderPayment | undefined>;
  },
): Promise<Account[]> {
  const sums = Map.groupBy(known.sums, ({ orderUrl }) => orderUrl);
  const checkouts = Map.groupBy(known.checkouts, ({ orderUrl }) => orderUrl);
  const accounts: Account[] = [];
  for (const orderId of known.orderIds) {
    const snapshot = await readPayment(ledger, orderId);
    if (snapshot === undefined) throw new Error('an order is missing');
    const { order, payment } = snapshot;
    const url = `${SHOP_URL}/orders/${orderId}`;
    accounts.push({
      ...{ order, payment, told: await known.tell(orderId) },
      ...{ sums: sums.get(url) ?? [], checkouts: checkouts.get(url) ?? [] },
    });
  }
  return accounts;
}

/** A sentence for each thing that is not right about an order; none when all of it is. */
export function findFaults(account: Account): string[] {
  return [
    ...compareMoney(account),
    ...compareRefunds(account),
    ...compareRecords(account),
    ...compareWords(account),
  ];
}

// Who has paid has the tickets or the money back, whoever's books are read.
function compareMoney({ order, sums }: Account): string[] {
  const isConfirmed = order.status === 'confirmed';
  const found: string[] = [];
  for (const { currency, paidMinor, refundedMinor, pendingMinor, lostMinor, undecided } of sums) {
    const staysMinor = paidMinor - refundedMinor;
    const wantedMinor = isConfirmed && currency === CURRENCY ? PRICE_MINOR : 0;
    if (undecided > 0) found.push(`the bank has not decided about ${undecided} of its payments`);
    if (pendingMinor > 0) found.push(`${pendingMinor} ${currency} are on their way back for ever`);
    // Money that the buyer's own bank took back is not refunded a second time.
    const isRight = staysMinor === wantedMinor || staysMinor - lostMinor === wantedMinor;
    if (!isRight) {
      found.push(`${order.status}, and ${staysMinor} minor units of ${currency} stayed`);
    }
  }
  const paidMinor = sums.find(({ currency }) => currency === CURRENCY)?.paidMinor ?? 0;
  if (isConfirmed && paidMinor < PRICE_MINOR) found.push('confirmed without money');
  if (order.status === 'held' || order.status === 'pending') found.push(`still ${order.status}`);
  return found;
}

// Each payment that is not for the tickets went back in full, once.
function compareRefunds({ order, payment, checkouts }: Account): string[] {
  const found: string[] = [];
  for (const checkout of checkouts.filter(({ state }) => state === 'paid')) {
    const done = checkout.refunds.filter(({ state }) => state === 'done');
    const isForTickets =
      order.status === 'confirmed' &&
      payment?.attempts.some(
        ({ paymentId, use }) => paymentId === checkout.paymentId && use === 'tickets',
      ) === true;
    const isLost = checkout.disputes.some(({ state }) => state === 'lost');
    if (isForTickets && done.length > 0) found.push('the money of the tickets went back');
    if (!isForTickets && done.length !== 1 && !isLost) {
      found.push(`a payment without tickets went back ${done.length} times`);
    }
  }
  return found;
}

// What we have noted is what the bank has.
function compareRecords({ payment, checkouts }: Account): string[] {
  const found: string[] = [];
  const attempts = payment?.attempts ?? [];
  for (const { paymentId, state, amountMinor, currency } of checkouts) {
    const noted = attempts.find((attempt) => attempt.paymentId === paymentId && state === 'paid');
    if (state !== 'paid') continue;
    if (noted?.state !== 'paid') found.push('the bank has a payment that is not noted as paid');
    else if (noted.paid?.amountMinor !== amountMinor || noted.paid.currency !== currency) {
      found.push('a payment is noted with another amount');
    }
  }
  const paidThere = checkouts.filter(({ state }) => state === 'paid').length;
  const paidHere = attempts.filter(({ state }) => state === 'paid').length;
  if (paidHere > paidThere)
    found.push(`${paidHere} payments are noted, and the bank has ${paidThere}`);
  return found;
}

// The buyer is told what is true.
function compareWords({ order, told, sums }: Account): string[] {
  if (told === undefined) return ['its buyer is told nothing'];
  const isConfirmed = order.status === 'confirmed';
  const found: string[] = [];
  if (!told.isFinal) found.push(`its buyer is told to wait (${told.state}, ${told.status})`);
  if (isConfirmed !== (told.state === 'paid')) {
    found.push(`${order.status}, and its buyer is told that the payment is ${told.state}`);
  }
  const hasPaid = sums.some(({ paidMinor }) => paidMinor > 0);
  if (hasPaid && !isConfirmed && !['returned', 'returning'].includes(told.state)) {
    found.push(`its buyer has paid, and is told that the payment is ${told.state}`);
  }
  return found;
}
