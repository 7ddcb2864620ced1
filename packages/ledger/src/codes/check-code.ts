import {
  CODE_LIMITS,
  codeProblem,
  type CodeProblem,
  EVENT_LIMITS,
  textProblem,
} from '@onsale/contracts';
import type { EventDocument } from '../events/event-document.ts';
import { quote } from '../events/check-values.ts';
import type { Code } from './code.ts';

const CODE = new RegExp(`^[A-Z0-9-]{${CODE_LIMITS.leastLength},${CODE_LIMITS.mostLength}}$`);
/** Parts of a percent: three digits after the point. */
const PERCENT_PARTS = 1000;

/** Receives what is wrong, and in which field of a rule; of all of it when that is empty. */
export type ReportCodeProblem = (field: string, problem: CodeProblem) => void;

/** Reports everything that is wrong with a code, also in view of its event. */
export function checkCode(code: Code, event: EventDocument, report: ReportCodeProblem): void {
  if (!CODE.test(code.code)) {
    report('code', codeProblem('bad_code'));
  }
  const { access, presale, percent, amountMinor, uses, maxPerOrder } = code;
  checkTickets(access, 'access', { event, report });
  checkTickets(code.discounted, 'discounted', { event, report });
  if (presale === true && access === undefined) {
    report('presale', codeProblem('presale_alone'));
  }
  if (percent !== undefined && !isPercent(percent)) {
    report('percent', codeProblem('bad_percent'));
  }
  if (amountMinor !== undefined && !(Number.isSafeInteger(amountMinor) && amountMinor > 0)) {
    report('amount', codeProblem('bad_amount', { currency: event.currency }));
  }
  if (percent !== undefined && amountMinor !== undefined) {
    report('amount', codeProblem('percent_and_amount'));
  }
  const discounts = percent !== undefined || amountMinor !== undefined;
  if (code.discounted !== undefined && !discounts) {
    report('discounted', codeProblem('discounted_alone'));
  }
  if (access === undefined && !discounts && maxPerOrder === undefined) {
    report('', codeProblem('does_nothing'));
  }
  const labelProblem = code.label === undefined ? undefined : textProblem(code.label);
  if (labelProblem !== undefined) {
    report('label', codeProblem('bad_label', { problem: labelProblem }));
  }
  checkCount(uses, 'uses', { most: CODE_LIMITS.uses, report });
  checkCount(maxPerOrder, 'maxPerOrder', { most: EVENT_LIMITS.perOrder, report });
  if (code.fromMs !== undefined && code.toMs !== undefined && code.fromMs >= code.toMs) {
    report('validTo', codeProblem('to_before_from'));
  }
}

function isPercent(percent: number): boolean {
  const parts = percent * PERCENT_PARTS;
  return percent > 0 && percent <= 100 && Math.abs(parts - Math.round(parts)) < 1e-6;
}

function checkCount(
  count: number | undefined,
  name: string,
  { most, report }: { most: number; report: ReportCodeProblem },
): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)) return;
  report(name, codeProblem('bad_count', { most }));
}

function checkTickets(
  ids: readonly string[] | undefined,
  name: string,
  { event, report }: { event: EventDocument; report: ReportCodeProblem },
): void {
  if (ids === undefined) return;
  if (ids.length === 0) report(name, codeProblem('no_tickets'));
  if (new Set(ids).size < ids.length) report(name, codeProblem('ticket_twice'));
  for (const id of ids) {
    if (event.tickets.some((ticket) => ticket.id === id)) continue;
    report(name, codeProblem('unknown_ticket', { ticket: quote(id) }));
  }
}
