import { ApiError, type CreateOrderRequest, type SellerInput } from '@onsale/contracts';
import {
  answerProblems,
  effectiveTerms,
  type EventDocument,
  formatMinor,
  type Offer,
  type OrderLine,
  type StoredCode,
  toDecimal,
} from '@onsale/ledger';
import { splitList } from '@onsale/service';
import type { GatewayConfig } from '../config.ts';
import { refuseValue } from '../refuse-value.ts';

/** The shop's limits on an order. */
export type OrderRules = Pick<GatewayConfig, 'MAX_QTY_PER_ORDER' | 'PAYMENT_METHODS'>;

/** An event that names its methods decides; the shop's own list is for all others. */
export function checkPaymentMethod(method: string, event: EventDocument, config: OrderRules): void {
  const { PAYMENT_METHODS: ofShop } = config;
  const accepted = event.paymentMethods ?? (ofShop === undefined ? undefined : splitList(ofShop));
  if (accepted === undefined || accepted.includes(method)) return;
  throw refuseValue(
    'PAYMENT_METHOD_NOT_ACCEPTED',
    'paymentMethod',
    `must be one of ${accepted.join(', ')}`,
  );
}

/** Checks the number of tickets of each type, and of all together. */
export function checkQuantity(
  { items }: CreateOrderRequest,
  order: {
    lines: ReadonlyMap<string, OrderLine>;
    /** Of each item. */
    offers: readonly Offer[];
    /** May allow more tickets in an order than the event, its ticket types and the shop do. */
    code: Pick<StoredCode, 'maxPerOrder'> | undefined;
    config: OrderRules;
  },
): void {
  const mostByCode = order.code?.maxPerOrder ?? 0;
  for (const [i, { ticket }] of order.offers.entries()) {
    const { minPerOrder: least = 0, maxPerOrder = Infinity } = ticket;
    const most = Math.max(maxPerOrder, mostByCode);
    const qty = order.lines.get(ticket.id)?.qty ?? 0;
    if (qty >= least && qty <= most) continue;
    const asked = `asks for ${qty} of ${ticket.id} in all`;
    const path = `items[${i}].qty`;
    if (qty > most) throw tooMany(path, `${asked}; one order may have ${most}`);
    throw tooFew(path, `${asked}; one order must have at least ${least}`);
  }
  const event = order.offers[0]?.event;
  const qty = items.reduce((sum, item) => sum + item.qty, 0);
  const mostOfAll = Math.min(order.config.MAX_QTY_PER_ORDER, event?.maxPerOrder ?? Infinity);
  const most = Math.max(mostOfAll, mostByCode);
  const { minPerOrder: least = 0, maxPerCustomer = Infinity } = event ?? {};
  if (qty >= least && qty <= most && qty <= maxPerCustomer) return;
  const asked = `ask for ${qty} ${qty === 1 ? 'ticket' : 'tickets'}`;
  if (qty > most) throw tooMany('items', `${asked}; one order may have ${most}`);
  if (qty < least) throw tooFew('items', `${asked}; one order must have at least ${least}`);
  throw tooMany('items', `${asked}; one customer may have ${maxPerCustomer}`);
}

/** Problems named in one response; more would help nobody. */
const MAX_NAMED = 20;

/** Checks the answers of an order; throws `ApiError` 400 naming each problem. */
export function checkAnswers(
  { answers }: CreateOrderRequest,
  event: EventDocument,
  lines: ReadonlyMap<string, OrderLine>,
): void {
  const problems = answerProblems(answers, event, { lines, areAllRequired: true });
  const [first] = problems;
  if (first === undefined) return;
  throw new ApiError('INVALID_REQUEST', `${first.path} ${first.message}`, {
    details: problems.slice(0, MAX_NAMED),
  });
}

/**
 * Checks that the buyer has accepted the terms that apply now: the event's own or, without any, the
 * seller's. Whoever was shown none has accepted none, so the version is required once an event has
 * terms; clients that know nothing of the seller's may leave it out.
 */
export function checkTerms(
  accepted: string | undefined,
  event: EventDocument,
  seller: SellerInput | undefined,
): void {
  const terms = effectiveTerms(event, seller);
  if (accepted === terms?.version) return;
  if (accepted === undefined) {
    if (terms?.of !== 'event') return;
    const message = `is required: the event has terms, version ${terms.version}`;
    throw refuseValue('INVALID_REQUEST', 'terms', message);
  }
  const now = terms === undefined ? 'the event has no terms' : `version ${terms.version} applies`;
  throw new ApiError('TERMS_CHANGED', `the terms have changed: ${now} now; nothing was ordered`, {
    details: [{ path: 'terms', message: `${now} now` }],
  });
}

/**
 * Checks that the total is the one that the buyer was shown. A difference below half a minor unit is
 * none: it comes from adding prices in binary floating point.
 */
export function checkExpectedTotal(
  expected: number | undefined,
  totalMinor: number,
  currency: string,
): void {
  if (expected === undefined) return;
  const differenceMinor = Math.abs(expected / toDecimal(1, currency) - totalMinor);
  if (differenceMinor < 0.5) return;
  const message = `the total is ${formatMinor(totalMinor, currency)} now`;
  throw new ApiError('PRICE_CHANGED', `${message}; nothing was ordered`, {
    details: [{ path: 'expectedTotal', message }],
  });
}

function tooMany(path: string, message: string): ApiError {
  return refuseValue('TOO_MANY_TICKETS', path, message);
}

function tooFew(path: string, message: string): ApiError {
  return refuseValue('TOO_FEW_TICKETS', path, message);
}
