import { CODE_LIMITS, EVENT_LIMITS, textProblem } from '@onsale/contracts';
import type { EventDocument } from '../events/event-document.ts';
import { quote, type ReportProblem } from '../events/check-values.ts';
import type { Code } from './code.ts';

const CODE = new RegExp(`^[A-Z0-9-]{${CODE_LIMITS.leastLength},${CODE_LIMITS.mostLength}}$`);
/** Parts of a percent: three digits after the point. */
const PERCENT_PARTS = 1000;

/** Reports everything that is wrong with a code, also in view of its event; the paths are those of `CodeInput`. */
export function checkCode(code: Code, event: EventDocument, report: ReportProblem): void {
  if (!CODE.test(code.code)) {
    report(['code'], 'must be a code of 3 to 32 letters, digits and hyphens');
  }
  const { access, presale, percent, amountMinor, uses, maxPerOrder } = code;
  checkTickets(access, 'access', { event, report });
  checkTickets(code.discounted, 'discounted', { event, report });
  if (presale === true && access === undefined) {
    report(['presale'], 'needs the ticket types that can be ordered before their sale, as access');
  }
  if (percent !== undefined && !isPercent(percent)) {
    report(['percent'], 'must be above 0 and at most 100, with up to three digits after the point');
  }
  if (amountMinor !== undefined && !(Number.isSafeInteger(amountMinor) && amountMinor > 0)) {
    report(['amount'], `must be above 0, with no more digits than ${event.currency} has`);
  }
  if (percent !== undefined && amountMinor !== undefined) {
    report(['amount'], 'must be missing when there is a percent');
  }
  const discounts = percent !== undefined || amountMinor !== undefined;
  if (code.discounted !== undefined && !discounts) {
    report(['discounted'], 'needs a percent or an amount');
  }
  if (access === undefined && !discounts && maxPerOrder === undefined) {
    report([], 'does nothing: it needs access, a percent, an amount or maxPerOrder');
  }
  const labelProblem = code.label === undefined ? undefined : textProblem(code.label);
  if (labelProblem !== undefined) report(['label'], labelProblem);
  checkCount(uses, 'uses', { most: CODE_LIMITS.uses, report });
  checkCount(maxPerOrder, 'maxPerOrder', { most: EVENT_LIMITS.perOrder, report });
  if (code.fromMs !== undefined && code.toMs !== undefined && code.fromMs >= code.toMs) {
    report(['validTo'], 'must be after validFrom');
  }
}

function isPercent(percent: number): boolean {
  const parts = percent * PERCENT_PARTS;
  return percent > 0 && percent <= 100 && Math.abs(parts - Math.round(parts)) < 1e-6;
}

function checkCount(
  count: number | undefined,
  name: string,
  { most, report }: { most: number; report: ReportProblem },
): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)) return;
  report([name], `must be a whole number from 1 to ${most}`);
}

function checkTickets(
  ids: readonly string[] | undefined,
  name: string,
  { event, report }: { event: EventDocument; report: ReportProblem },
): void {
  if (ids === undefined) return;
  if (ids.length === 0) report([name], 'must name at least one ticket type, or be missing');
  if (new Set(ids).size < ids.length) report([name], 'must name each ticket type once');
  for (const id of ids) {
    if (event.tickets.some((ticket) => ticket.id === id)) continue;
    report([name], `${quote(id)} is not a ticket type of this event`);
  }
}
