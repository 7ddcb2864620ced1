import { ApiError, type CreateOrderRequest } from '@onsale/contracts';
import {
  type EventDocument,
  feeMinorOf,
  givesAccess,
  holdMsOf,
  MANUAL,
  manualHoldMsOf,
  type NewOrder,
  newOrderId,
  type Offer,
  ONLINE,
  type OrderExtras,
  type OrderLine,
  packAnswers,
  type StoredCode,
  taxMinorOf,
} from '@onsale/ledger';
import type { AdmissionHeaders, Admissions } from '../admission/admissions.ts';
import type { CatalogView } from '../browse/catalog-view.ts';
import { applyCode, payableTotalsOf } from '../codes/apply-code.ts';
import type { CustomerTags } from '../customers/customer-tags.ts';
import {
  checkAnswers,
  checkExpectedTotal,
  checkPaymentMethod,
  checkQuantity,
  checkTerms,
  type OrderRules,
} from './check-order.ts';
import { unknownCode } from '../codes/refuse-code.ts';
import { refuseValue } from '../refuse-value.ts';
import { requireVisible } from './visible-text.ts';

/** What a request is judged by. */
export interface DraftContext {
  catalogView: Pick<CatalogView, 'offer' | 'seller'>;
  tags: CustomerTags;
  admissions: Admissions;
  headers: AdmissionHeaders;
  /** What the body names; undefined without one, and when there is none. */
  code: StoredCode | undefined;
  config: OrderRules;
  /** The client's network address. */
  ip: string;
}

/**
 * Turns a valid request body into an order: looks up its tickets, adds up equal ones, checks it
 * against what the event asks for, and computes the totals in minor units. Throws `ApiError`: 400
 * naming each problem, 403 when the event has a waiting room and the request no admission, 409 when
 * total or terms are not those that the buyer was shown, and 503 when customers or admissions can't be checked.
 */
export function draftOrder(
  body: CreateOrderRequest,
  { catalogView, tags, admissions, headers, code, config, ip }: DraftContext,
): { order: NewOrder; shard: number } {
  requireVisible(body);
  const offers = body.items.map((item, i) => findOffer({ catalogView, code }, item.ticketId, i));
  if (body.code !== undefined && code === undefined) throw unknownCode();
  const first = offers[0];
  if (first === undefined) throw new TypeError('the schema lets no order without items through');
  checkBelongTogether(offers, first);
  const { event, shard } = first;
  checkPaymentMethod(body.paymentMethod, event, config);

  const lines = new Map<string, OrderLine>();
  let fullMinor = 0;
  let fullFeeMinor = 0;
  for (const [i, { ticket }] of offers.entries()) {
    const qty = body.items[i]?.qty ?? 0;
    fullMinor += qty * ticket.priceMinor;
    fullFeeMinor += qty * feeMinorOf(event, ticket);
    const line = lines.get(ticket.id);
    if (line === undefined) {
      const { id: ticketId, type, priceMinor: unitMinor } = ticket;
      lines.set(ticket.id, { ticketId, type, qty, unitMinor });
    } else line.qty += qty;
  }
  checkQuantity(body, { lines, offers, code, config });
  checkAnswers(body, event, lines);
  checkTerms(body.terms, event, catalogView.seller);
  const { currency } = first.ticket;
  const payable = payableTotalsOf(event, currency);
  const applied = code && applyCode(code, [...lines.values()], payable);
  const discountMinor = applied?.discountMinor ?? 0;
  const totalMinor = fullMinor - discountMinor;
  // The fee is a part of what is paid.
  const feeMinor = Math.min(fullFeeMinor, totalMinor);
  checkExpectedTotal(body.expectedTotal, totalMinor, currency);

  const nowMs = Date.now();
  const holdMs = totalMinor === 0 ? undefined : holdMsFor(body.paymentMethod, event, nowMs);
  const { name, email } = body.customer;
  const place = admissions.placeOf(event, headers, nowMs);
  const amounts = { totalMinor, feeMinor, discountMinor };
  const extras = extrasOf(body, event, { ...amounts, code: applied?.codeUse.code });
  const order: NewOrder = {
    id: newOrderId(shard, nowMs),
    eventId: event.id,
    currency,
    customer: { name, email },
    paymentMethod: body.paymentMethod,
    lines: [...lines.values()],
    totalMinor,
    ...(extras === undefined ? {} : { extras }),
    ...(holdMs === undefined ? {} : { holdMs }),
    ...tags.tagsOf(event, { email, ip }),
    ...(place === undefined ? {} : { place }),
    ...(applied === undefined ? {} : { codeUse: applied.codeUse }),
  };
  return { order, shard };
}

function findOffer(
  { catalogView, code }: Pick<DraftContext, 'catalogView' | 'code'>,
  ticketId: string,
  index: number,
): Offer {
  const offer = catalogView.offer(ticketId);
  const isHidden = offer?.ticket.hidden === true;
  // What is hidden is refused as if it did not exist.
  const isShown = !isHidden || (code !== undefined && givesAccess(code, ticketId));
  if (offer !== undefined && isShown) return offer;
  throw new ApiError('UNKNOWN_TICKET', `items[${index}].ticketId is not on sale`, {
    details: [{ path: `items[${index}].ticketId`, message: 'is not on sale' }],
  });
}

function checkBelongTogether(offers: readonly Offer[], { ticket: first }: Offer): void {
  for (const [i, { ticket }] of offers.entries()) {
    const path = `items[${i}].ticketId`;
    if (ticket.eventId !== first.eventId) {
      const message = `is for event ${ticket.eventId}, items[0] is for ${first.eventId}; order them separately`;
      throw new ApiError('MIXED_EVENTS', `${path} ${message}`, { details: [{ path, message }] });
    }
    if (ticket.currency !== first.currency) {
      const message = `costs ${ticket.currency}, items[0] costs ${first.currency}; order them separately`;
      throw new ApiError('MIXED_CURRENCIES', `${path} ${message}`, {
        details: [{ path, message }],
      });
    }
  }
}

// How long its tickets wait to be paid; undefined when the order is settled at once. Of an event that
// names no methods any text is accepted, and none of them is paid here.
function holdMsFor(method: string, event: EventDocument, nowMs: number): number | undefined {
  if (event.paymentMethods === undefined) return undefined;
  if (method === ONLINE) return holdMsOf(event);
  if (method !== MANUAL) return undefined;
  const holdMs = manualHoldMsOf(event, nowMs);
  if (holdMs > 0) return holdMs;
  throw refuseValue(
    'PAYMENT_METHOD_NOT_ACCEPTED',
    'paymentMethod',
    `must not be ${MANUAL} once the event has started`,
  );
}

function extrasOf(
  { answers, terms, language }: CreateOrderRequest,
  event: EventDocument,
  amounts: {
    totalMinor: number;
    feeMinor: number;
    discountMinor: number;
    code?: string | undefined;
  },
): OrderExtras | undefined {
  const { totalMinor, feeMinor, discountMinor, code } = amounts;
  const tax = event.taxRate === undefined ? 0 : taxMinorOf(event, totalMinor);
  const hasAnswers = answers !== undefined && answers.length > 0;
  const extras = {
    ...(feeMinor === 0 ? {} : { fee: feeMinor }),
    ...(tax === 0 ? {} : { tax, taxRate: event.taxRate ?? 0 }),
    ...(discountMinor === 0 ? {} : { discount: discountMinor }),
    ...(code === undefined ? {} : { code }),
    ...(terms === undefined ? {} : { terms }),
    ...(language === undefined ? {} : { language }),
    ...(hasAnswers ? { answers: packAnswers(answers) } : {}),
  };
  return Object.keys(extras).length === 0 ? undefined : extras;
}
