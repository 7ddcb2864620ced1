import { EVENT_LIMITS } from '@onsale/contracts';
import { isCurrency } from '../catalog/money.ts';
import { SLUG } from '../orders/items.ts';
import { isDateTime } from './date-time.ts';

// What values of an event and of its parts must be like, each by itself.

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

/** Ids are short, and safe in keys, URLs and on command lines. */
export function checkId(id: string, path: EventPath, report: ReportProblem): void {
  if (SLUG.test(id)) return;
  report(path, `must be 1 to 64 characters of a-z, 0-9 and -, not ${quote(id)}`);
}

/** Of each kind, an id stands once in an event. */
export function checkUnique(
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

export function checkCurrency(currency: string, path: EventPath, report: ReportProblem): void {
  if (!isCurrency(currency)) report(path, `${quote(currency)} is not an ISO 4217 currency code`);
}

/** Whether it is a time, or missing. */
export function checkTime(
  text: string | undefined,
  path: EventPath,
  report: ReportProblem,
): boolean {
  if (text === undefined || isDateTime(text)) return true;
  report(path, 'must be a time since 1971 with a UTC offset, such as 2027-06-18T16:00:00+02:00');
  return false;
}

/** Whether a sales window begins before it ends. */
export function checkWindow(
  { salesFrom, salesTo }: { salesFrom?: string; salesTo?: string },
  path: EventPath,
  report: ReportProblem,
): boolean {
  if (salesFrom === undefined || salesTo === undefined || isBefore(salesFrom, salesTo)) return true;
  report([...path, 'salesTo'], 'must be after salesFrom');
  return false;
}

export function checkLimit(
  value: number | undefined,
  path: EventPath,
  { most, report }: { most: number; report: ReportProblem },
): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return;
  report(path, `must be a whole number from 1 to ${most}, not ${value}`);
}

export function checkMinimum(
  { minPerOrder, maxPerOrder }: { minPerOrder?: number; maxPerOrder?: number },
  path: EventPath,
  report: ReportProblem,
): void {
  if (minPerOrder === undefined || maxPerOrder === undefined || minPerOrder <= maxPerOrder) return;
  report([...path, 'minPerOrder'], `must not be above maxPerOrder, which is ${maxPerOrder}`);
}

export function checkCapacity(capacity: number, path: EventPath, report: ReportProblem): void {
  const most = EVENT_LIMITS.capacity;
  if (Number.isInteger(capacity) && capacity >= 0 && capacity <= most) return;
  report(path, `must be a whole number from 0 to ${most}, not ${capacity}`);
}

export function isBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Date.parse(a) < Date.parse(b);
}

/** A text as messages show it, which may be very long. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= 64 ? text : `${text.slice(0, 64)}…`);
}
