import { EVENT_LIMITS } from '@onsale/contracts';
import { checkTicket } from './check-ticket.ts';
import {
  checkCapacity,
  checkCurrency,
  checkId,
  checkLimit,
  checkMinimum,
  checkWindow,
  checkTime,
  checkUnique,
  type EventPath,
  isBefore,
  quote,
  type ReportProblem,
} from './check-values.ts';
import { type EventDocument, type Question, TAX_RATE_DIGITS } from './event-document.ts';
import { checkWaitingRoom } from '../waiting-room/check-waiting-room.ts';
import { endMsOf, salesWindowOf } from './sales-window.ts';

/** Reports everything in the document of an event that is wrong or contradicts itself. */
export function checkEvent(event: EventDocument, report: ReportProblem): void {
  checkId(event.id, ['id'], report);
  checkCurrency(event.currency, ['currency'], report);
  if (checkTimes(event, report)) checkWaitingRoom(event, report);
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

/** Whether all times of the event itself can be read. */
function checkTimes(event: EventDocument, report: ReportProblem): boolean {
  const names = [
    ...(['startsAt', 'endsAt', 'doorsAt', 'namesUntil', 'salesFrom', 'salesTo'] as const),
  ];
  if (!names.map((name) => checkTime(event[name], [name], report)).every(Boolean)) return false;
  const { startsAt, endsAt, doorsAt, namesUntil } = event;
  if (isBefore(endsAt, startsAt) || endsAt === startsAt) {
    report(['endsAt'], 'must be after startsAt');
  }
  if (isBefore(startsAt, doorsAt)) report(['doorsAt'], 'must not be after startsAt');
  const endMs = endMsOf(event);
  if (endMs !== 0 && namesUntil !== undefined && Date.parse(namesUntil) > endMs) {
    report(['namesUntil'], 'must not be after the end of the event');
  }
  if (!checkWindow(event, [], report)) return true;
  const { fromMs } = salesWindowOf(event);
  if (endMs !== 0 && fromMs >= endMs) {
    report(['salesFrom'], 'is not before the end of the event, so nothing could be sold');
  }
  return true;
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
  const most = EVENT_LIMITS.manualHoldDays;
  checkLimit(event.manualHoldDays, ['manualHoldDays'], { most, report });
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

/** Whether a zone is of IANA. Intl takes offsets and any case as well, which other programs do not. */
export function isTimeZone(name: string): boolean {
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
