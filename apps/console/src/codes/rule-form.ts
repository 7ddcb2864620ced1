import type { CodeRule } from '@onsale/api-client';
import { momentKept, wallClockOf } from '@onsale/i18n';
import { m } from '../app/texts.ts';

/** What sellers make codes for; the rule of each begins with it. */
export const PURPOSES = ['presale', 'hidden', 'discount', 'larger'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A rule as it is typed; empty texts are nothing. */
export interface RuleForm {
  purpose: Purpose;
  access: string[];
  discountBy: 'percent' | 'amount';
  discount: number | '';
  discounted: string[];
  maxPerOrder: number | '';
  uses: number | '';
  unit: 'order' | 'ticket';
  /** By the clock at the venue, as `datetime-local` has it. */
  validFrom: string;
  validTo: string;
  label: string;
}

export const EMPTY_RULE: RuleForm = {
  ...{ purpose: 'discount', access: [], discountBy: 'percent', discount: '', discounted: [] },
  ...{ maxPerOrder: '', uses: '', unit: 'order', validFrom: '', validTo: '', label: '' },
};

/**
 * The rule that was typed. Ticket types that were chosen for another purpose, and are not shown any more, are not sold.
 * `before` is the rule that is changed: times that nobody has touched stay.
 */
export function ruleOf(form: RuleForm, timeZone: string, before?: CodeRule): CodeRule {
  const { access, discount, discounted, maxPerOrder, uses, unit, label } = form;
  const gives = form.purpose === 'presale' || form.purpose === 'hidden';
  const [validFrom, validTo] = (['validFrom', 'validTo'] as const).map((name) =>
    momentKept(form[name], timeZone, before?.[name]),
  );
  return {
    unit,
    ...(gives && access.length > 0 ? { access } : {}),
    ...(form.purpose === 'presale' && access.length > 0 ? { presale: true } : {}),
    ...(discount === '' ? {} : { [form.discountBy]: discount }),
    ...(discount !== '' && discounted.length > 0 ? { discounted } : {}),
    ...(maxPerOrder === '' ? {} : { maxPerOrder }),
    ...(uses === '' ? {} : { uses }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(label.trim() === '' ? {} : { label: label.trim() }),
  };
}

/** A rule as it is changed. */
export function formOf(rule: CodeRule, timeZone: string): RuleForm {
  const clock = (moment: string | undefined) =>
    moment === undefined ? '' : (wallClockOf(moment, timeZone) ?? '');
  return {
    purpose: purposeOf(rule),
    access: rule.access ?? [],
    discountBy: rule.amount === undefined ? 'percent' : 'amount',
    discount: rule.percent ?? rule.amount ?? '',
    discounted: rule.discounted ?? [],
    maxPerOrder: rule.maxPerOrder ?? '',
    uses: rule.uses ?? '',
    unit: rule.unit,
    validFrom: clock(rule.validFrom),
    validTo: clock(rule.validTo),
    label: rule.label ?? '',
  };
}

function purposeOf({ presale, access, percent, amount }: CodeRule): Purpose {
  if (presale === true) return 'presale';
  if (access !== undefined) return 'hidden';
  return percent === undefined && amount === undefined ? 'larger' : 'discount';
}

/** What is missing of a rule that was typed, by field; empty when nothing is. */
export function problemsOf(form: RuleForm): Partial<Record<keyof RuleForm, string>> {
  const needsAccess = form.purpose === 'presale' || form.purpose === 'hidden';
  if (needsAccess && form.access.length === 0) return { access: m.codes_access_missing() };
  const { discount, discountBy } = form;
  if (form.purpose === 'discount' && discount === '') {
    return { discount: m.codes_discount_missing() };
  }
  if (discount !== '' && !(discount > 0 && (discountBy === 'amount' || discount <= 100))) {
    return { discount: m.codes_discount_wrong() };
  }
  if (form.purpose === 'larger' && form.maxPerOrder === '') {
    return { maxPerOrder: m.codes_most_missing() };
  }
  return {};
}
