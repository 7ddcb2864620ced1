import {
  codeProblem,
  type CodeProblem,
  type CodeRule,
  type CodeState,
  type OfficeCode,
} from '@onsale/contracts';
import {
  checkCode,
  type Code,
  type EventDocument,
  given,
  isDateTime,
  parseMinor,
  type StoredCode,
  toDecimal,
} from '@onsale/ledger';

/** Whether a text is a moment, with or without thousandths of a second. */
export function isMoment(text: string): boolean {
  return isDateTime(text.replace(/\.\d{1,3}(?=Z|[+-])/, ''));
}

/** What a code is beside its rule. */
export type CodeBeside = Pick<Code, 'code' | 'createdAtMs'> & { offAtMs?: number | undefined };

/** What is wrong with a field of a rule, or with all of it when `path` is empty. */
export type RuleProblem = CodeProblem & { path: string };

/** The code that a rule describes, with everything that is wrong with it. */
export function codeOfRule(
  rule: CodeRule,
  event: EventDocument,
  { offAtMs, ...beside }: CodeBeside,
): { code: Code; problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const { amount, validFrom, validTo, label = '', presale, ...same } = rule;
  // What can't be an amount of this currency is none that checkCode takes.
  const amountMinor =
    amount === undefined ? undefined : (parseMinor(String(amount), event.currency) ?? -1);
  const momentMs = (path: 'validFrom' | 'validTo', moment: string | undefined) => {
    if (moment === undefined || isMoment(moment)) return moment && Date.parse(moment);
    problems.push({ path, ...codeProblem('bad_moment') });
    return undefined;
  };
  const fromMs = momentMs('validFrom', validFrom) || undefined;
  const toMs = momentMs('validTo', validTo) || undefined;
  const code: Code = {
    ...beside,
    ...same,
    ...given({ amountMinor, fromMs, toMs, offAtMs }),
    ...(presale === true ? { presale } : {}),
    ...(label.trim() === '' ? {} : { label: label.trim() }),
  };
  checkCode(code, event, (path, problem) => problems.push({ path, ...problem }));
  return { code, problems };
}

/** The rule of a code, as it is written. */
export function ruleOfCode(code: Code, currency: string): CodeRule {
  const { unit, uses, access, presale, percent, amountMinor, discounted, maxPerOrder } = code;
  const { fromMs, toMs, label } = code;
  return {
    unit,
    ...given({ uses, access, presale, percent, discounted, maxPerOrder, label }),
    ...(amountMinor === undefined ? {} : { amount: toDecimal(amountMinor, currency) }),
    ...(fromMs === undefined ? {} : { validFrom: new Date(fromMs).toISOString() }),
    ...(toMs === undefined ? {} : { validTo: new Date(toMs).toISOString() }),
  };
}

/** Whether two codes do the same, whenever they were made. */
export function doTheSame(a: Code, b: Code, currency: string): boolean {
  const wordOf = (code: Code) =>
    JSON.stringify([ruleOfCode(code, currency), code.offAtMs !== undefined]);
  return wordOf(a) === wordOf(b);
}

/** Whether a code can be used now, and if not, why. */
export function stateOfCode(code: StoredCode, nowMs: number): CodeState {
  if (code.offAtMs !== undefined) return 'off';
  if (code.toMs !== undefined && nowMs >= code.toMs) return 'over';
  if (code.uses !== undefined && code.used >= code.uses) return 'used_up';
  return code.fromMs !== undefined && nowMs < code.fromMs ? 'early' : 'valid';
}

/** Where codes are shown. */
export interface CodeView {
  event: EventDocument;
  publicUrl: string;
  nowMs: number;
}

/** A code as its team sees it. */
export function showCode(code: StoredCode, { event, publicUrl, nowMs }: CodeView): OfficeCode {
  return {
    ...{ code: code.code, state: stateOfCode(code, nowMs), used: code.used },
    rule: ruleOfCode(code, event.currency),
    url: `${publicUrl.replace(/\/$/, '')}/events/${event.id}?code=${code.code}`,
    createdAt: new Date(code.createdAtMs).toISOString(),
    ...(code.offAtMs === undefined ? {} : { offAt: new Date(code.offAtMs).toISOString() }),
  };
}
