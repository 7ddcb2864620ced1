import { EVENT_LIMITS } from '@onsale/contracts';
import { formatMinor } from '../catalog/money.ts';
import { onlineAmountsOf } from '../catalog/online-amounts.ts';
import { SLUG } from '../orders/items.ts';
import {
  checkCapacity,
  checkCurrency,
  checkId,
  checkLimit,
  checkMinimum,
  checkWindow,
  checkTime,
  type EventPath,
  quote,
  type ReportProblem,
} from './check-values.ts';
import { type EventDocument, feeMinorOf, ONLINE, type TicketType } from './event-document.ts';
import { salesWindowOf } from './sales-window.ts';

/** Reports everything that is wrong with a ticket type, also in view of its event. */
export function checkTicket(
  event: EventDocument,
  ticket: TicketType,
  { path, report }: { path: EventPath; report: ReportProblem },
): void {
  checkId(ticket.id, [...path, 'id'], report);
  if (!SLUG.test(ticket.type)) {
    report([...path, 'type'], 'must be 1 to 64 characters of a-z, 0-9 and -');
  }
  if (ticket.currency !== event.currency) {
    checkCurrency(ticket.currency, [...path, 'currency'], report);
  }
  checkCapacity(ticket.capacity, [...path, 'capacity'], report);
  const isKnown = event.pools?.some((pool) => pool.id === ticket.pool) === true;
  if (ticket.pool !== undefined && !isKnown) {
    report([...path, 'pool'], `${quote(ticket.pool)} is not a pool of this event`);
  }
  const most = EVENT_LIMITS.perOrder;
  checkLimit(ticket.minPerOrder, [...path, 'minPerOrder'], { most, report });
  checkLimit(ticket.maxPerOrder, [...path, 'maxPerOrder'], { most, report });
  checkMinimum(ticket, path, report);
  for (const name of ['maxPerOrder', 'maxPerCustomer'] as const) {
    if (ticket.minPerOrder === undefined || ticket.minPerOrder <= (event[name] ?? most)) continue;
    report([...path, 'minPerOrder'], `must not be above ${name} of the event`);
  }
  if (feeMinorOf(event, ticket) > ticket.priceMinor) {
    report([...path, ticket.feeMinor === undefined ? 'price' : 'fee'], 'is a fee above the price');
  }
  if (event.paymentMethods?.includes(ONLINE) === true) checkOnlinePrice(ticket, { path, report });
  checkTicketWindow(event, ticket, { path, report });
}

// If each price can be paid, so can each total.
function checkOnlinePrice(
  { priceMinor, currency }: TicketType,
  { path, report }: { path: EventPath; report: ReportProblem },
): void {
  if (priceMinor === 0) return;
  const { leastMinor, stepMinor } = onlineAmountsOf(currency);
  if (priceMinor < leastMinor) {
    const least = formatMinor(leastMinor, currency);
    report([...path, 'price'], `must be 0 or at least ${least}, the least that can be paid online`);
  } else if (priceMinor % stepMinor !== 0) {
    const step = formatMinor(stepMinor, currency);
    report([...path, 'price'], `must be a multiple of ${step}, as all that can be paid online`);
  }
}

function checkTicketWindow(
  event: EventDocument,
  ticket: TicketType,
  { path, report }: { path: EventPath; report: ReportProblem },
): void {
  const areTimes = (['salesFrom', 'salesTo'] as const)
    .map((name) => checkTime(ticket[name], [...path, name], report))
    .every(Boolean);
  if (!areTimes || !checkWindow(ticket, path, report)) return;
  if (ticket.salesFrom === undefined && ticket.salesTo === undefined) return;
  const whole = salesWindowOf(event);
  const { fromMs, toMs } = salesWindowOf(event, ticket);
  // An empty window of the event itself is reported there.
  if (toMs === 0 || fromMs < toMs || (whole.toMs !== 0 && whole.fromMs >= whole.toMs)) return;
  const name = ticket.salesFrom === undefined ? 'salesTo' : 'salesFrom';
  report([...path, name], 'lies outside of the sales window of the event');
}
