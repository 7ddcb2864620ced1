import { EVENT_LIMITS } from '@onsale/contracts';
import { isCurrency } from '../catalog/money.ts';
import { SLUG } from '../orders/items.ts';
import {
  type EventDocument,
  feeMinorOf,
  type Question,
  TAX_RATE_DIGITS,
  type TicketType,
} from './event-document.ts';
import { isDateTime } from './date-time.ts';
import { endMsOf, salesWindowOf } from './sales-window.ts';

/** A place within an event, such as `['tickets', 0, 'capacity']`. */
export type EventPath = readonly (string | number)[];

/** Receives a problem: where it is, and the rest of a sentence that begins with the place. */
export type ReportProblem = (path: EventPath, message: string) => void;

/** A place within an event, as people write it: `tickets[0].capacity`. */
export function eventPathText(path: EventPath): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** Reports everything in the document of an event that is wrong or contradicts itself. */
export function checkEvent(event: EventDocument, report: ReportProblem): void {
  checkId(event.id, ['id'], report);
  checkCurrency(event.currency, ['currency'], report);
  checkTimes(event, report);
  checkTexts(event, report);
  checkLimits(event, report);
  checkPools(event, report);
  checkUnique('question', event.questions ?? [], ['questions'], report);
  for (const [i, question] of (event.questions ?? []).entries()) {
    checkQuestion(question, ['questions', i], report);
  }
  checkUnique('ticket', event.tickets, ['tickets'], report);
  for (const [i, ticket] of event.tickets.entries()) {
    checkTicket(event, ticket, { path: ['tickets', i], report });
  }
}

function checkTimes(event: EventDocument, report: ReportProblem): void {
  const names = ['startsAt', 'endsAt', 'doorsAt', 'salesFrom', 'salesTo'] as const;
  if (!names.map((name) => checkTime(event[name], [name], report)).every(Boolean)) return;
  const { startsAt, endsAt, doorsAt } = event;
  if (isBefore(endsAt, startsAt) || endsAt === startsAt) {
    report(['endsAt'], 'must be after startsAt');
  }
  if (isBefore(startsAt, doorsAt)) report(['doorsAt'], 'must not be after startsAt');
  if (!checkOrder(event, [], report)) return;
  const { fromMs } = salesWindowOf(event);
  const endMs = endMsOf(event);
  if (endMs !== 0 && fromMs >= endMs) {
    report(['salesFrom'], 'is not before the end of the event, so nothing could be sold');
  }
}

function checkTexts(event: EventDocument, report: ReportProblem): void {
  const { timeZone, picture, terms, termsVersion } = event;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    report(
      ['timeZone'],
      `${quote(timeZone)} is not an IANA time zone such as Europe/Berlin or UTC`,
    );
  }
  if (picture !== undefined && !isPicture(picture)) {
    report(['picture'], 'must be a path such as /pictures/fair.jpg, or an https URL');
  }
  if (terms !== undefined && termsVersion === undefined) {
    report(['terms'], 'needs a termsVersion, which is kept with each order');
  }
  for (const [i, method] of (event.paymentMethods ?? []).entries()) {
    if (!/^(?=.*\S)[^\p{Cc}\u2028\u2029]{1,64}$/u.test(method) || method.trim() !== method) {
      report(['paymentMethods', i], 'must be 1 to 64 visible characters');
    }
  }
}

function checkLimits(event: EventDocument, report: ReportProblem): void {
  const { perOrder, perCustomer, holdMinutes: longest, leastHoldMinutes: shortest } = EVENT_LIMITS;
  const greatest = {
    minPerOrder: perOrder,
    maxPerOrder: perOrder,
    maxPerCustomer: perCustomer,
    maxHoldsPerCustomer: perCustomer,
    maxHoldsPerClient: perCustomer,
  } as const;
  for (const [name, most] of Object.entries(greatest)) {
    checkLimit(event[name as keyof typeof greatest], [name], { most, report });
  }
  checkMinimum(event, [], report);
  const { holdMinutes = longest } = event;
  if (!(holdMinutes >= shortest && holdMinutes <= longest)) {
    report(['holdMinutes'], `must be a number from ${shortest} to ${longest}, not ${holdMinutes}`);
  }
  const { minPerOrder, maxPerCustomer, taxRate } = event;
  if (minPerOrder !== undefined && maxPerCustomer !== undefined && maxPerCustomer < minPerOrder) {
    report(['maxPerCustomer'], `must not be below minPerOrder, which is ${minPerOrder}`);
  }
  if (taxRate === undefined) return;
  const digits = taxRate * 10 ** TAX_RATE_DIGITS;
  if (!(taxRate >= 0 && taxRate <= 100) || Math.abs(digits - Math.round(digits)) > 1e-6) {
    report(
      ['taxRate'],
      `must be a percentage from 0 to 100 with at most ${TAX_RATE_DIGITS} digits`,
    );
  }
}

function checkPools(event: EventDocument, report: ReportProblem): void {
  const pools = event.pools ?? [];
  checkUnique('pool', pools, ['pools'], report);
  for (const [i, pool] of pools.entries()) {
    checkId(pool.id, ['pools', i, 'id'], report);
    checkCapacity(pool.capacity, ['pools', i, 'capacity'], report);
    if (!event.tickets.some((ticket) => ticket.pool === pool.id)) {
      report(['pools', i], 'is a pool that no ticket type draws on');
    }
  }
}

function checkQuestion(question: Question, path: EventPath, report: ReportProblem): void {
  checkId(question.id, [...path, 'id'], report);
  if (question.type === 'choice' && question.choices === undefined) {
    report(path, 'lacks choices, which a question of type choice needs');
  }
  if (question.type === 'text' && question.choices !== undefined) {
    report([...path, 'choices'], 'are only for a question of type choice');
  }
}

function checkTicket(
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
  checkTicketWindow(event, ticket, { path, report });
}

function checkTicketWindow(
  event: EventDocument,
  ticket: TicketType,
  { path, report }: { path: EventPath; report: ReportProblem },
): void {
  const areTimes = (['salesFrom', 'salesTo'] as const)
    .map((name) => checkTime(ticket[name], [...path, name], report))
    .every(Boolean);
  if (!areTimes || !checkOrder(ticket, path, report)) return;
  if (ticket.salesFrom === undefined && ticket.salesTo === undefined) return;
  const whole = salesWindowOf(event);
  const { fromMs, toMs } = salesWindowOf(event, ticket);
  // An empty window of the event itself is reported there.
  if (toMs === 0 || fromMs < toMs || (whole.toMs !== 0 && whole.fromMs >= whole.toMs)) return;
  const name = ticket.salesFrom === undefined ? 'salesTo' : 'salesFrom';
  report([...path, name], 'lies outside of the sales window of the event');
}

function checkId(id: string, path: EventPath, report: ReportProblem): void {
  if (SLUG.test(id)) return;
  report(path, `must be 1 to 64 characters of a-z, 0-9 and -, not ${quote(id)}`);
}

function checkUnique(
  kind: string,
  all: readonly { id: string }[],
  path: EventPath,
  report: ReportProblem,
): void {
  const seen = new Set<string>();
  for (const [i, { id }] of all.entries()) {
    if (seen.has(id)) {
      report([...path, i, 'id'], `${id} is used twice; ${kind} ids must be unique`);
    }
    seen.add(id);
  }
}

function checkCurrency(currency: string, path: EventPath, report: ReportProblem): void {
  if (!isCurrency(currency)) report(path, `${quote(currency)} is not an ISO 4217 currency code`);
}

function checkTime(text: string | undefined, path: EventPath, report: ReportProblem): boolean {
  if (text === undefined || isDateTime(text)) return true;
  report(path, 'must be a time since 1971 with a UTC offset, such as 2027-06-18T16:00:00+02:00');
  return false;
}

function checkOrder(
  { salesFrom, salesTo }: { salesFrom?: string; salesTo?: string },
  path: EventPath,
  report: ReportProblem,
): boolean {
  if (salesFrom === undefined || salesTo === undefined || isBefore(salesFrom, salesTo)) return true;
  report([...path, 'salesTo'], 'must be after salesFrom');
  return false;
}

function checkLimit(
  value: number | undefined,
  path: EventPath,
  { most, report }: { most: number; report: ReportProblem },
): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return;
  report(path, `must be a whole number from 1 to ${most}, not ${value}`);
}

function checkMinimum(
  { minPerOrder, maxPerOrder }: { minPerOrder?: number; maxPerOrder?: number },
  path: EventPath,
  report: ReportProblem,
): void {
  if (minPerOrder === undefined || maxPerOrder === undefined || minPerOrder <= maxPerOrder) return;
  report([...path, 'minPerOrder'], `must not be above maxPerOrder, which is ${maxPerOrder}`);
}

function checkCapacity(capacity: number, path: EventPath, report: ReportProblem): void {
  const most = EVENT_LIMITS.capacity;
  if (Number.isInteger(capacity) && capacity >= 0 && capacity <= most) return;
  report(path, `must be a whole number from 0 to ${most}, not ${capacity}`);
}

function isBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Date.parse(a) < Date.parse(b);
}

// Intl takes offsets and any case as well, which other programs do not.
function isTimeZone(name: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*)+)$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function isPicture(text: string): boolean {
  if (/[\s\\"'<>]/.test(text)) return false;
  if (text.startsWith('/')) return !text.startsWith('//');
  return text.startsWith('https://') && URL.canParse(text);
}

function quote(text: string): string {
  return JSON.stringify(text.length <= 64 ? text : `${text.slice(0, 64)}…`);
}
