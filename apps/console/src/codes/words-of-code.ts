import type { CodeRule, CodeState } from '@onsale/api-client';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { m } from '../app/texts.ts';
import type { Purpose } from './rule-form.ts';

/** An event, as far as the words of its codes go. */
export interface CodesEvent {
  currency: string;
  timeZone?: string | undefined;
  tickets: readonly { id: string; name: string; hidden?: boolean | undefined }[];
}

export const CODE_STATES: readonly CodeState[] = ['valid', 'early', 'over', 'used_up', 'off'];

/** What a code does, in sentences. */
export function wordsOfRule(rule: CodeRule, event: CodesEvent): string {
  const { access, presale, percent, amount, discounted, maxPerOrder, unit } = rule;
  const names = (ids: readonly string[]) =>
    ids.map((id) => event.tickets.find((ticket) => ticket.id === id)?.name ?? id).join(', ');
  const less =
    percent === undefined
      ? amount === undefined
        ? undefined
        : formatPrice(amount, event.currency)
      : `${formatCount(percent)} %`;
  const on = discounted === undefined ? '' : m.codes_says_only({ names: names(discounted) });
  return [
    access === undefined
      ? ''
      : presale === true
        ? m.codes_says_presale({ names: names(access) })
        : m.codes_says_access({ names: names(access) }),
    less === undefined
      ? ''
      : amount !== undefined && unit === 'ticket'
        ? m.codes_says_less_each({ less, on })
        : m.codes_says_less({ less, on }),
    maxPerOrder === undefined ? '' : m.codes_says_most({ most: maxPerOrder }),
    rule.validFrom === undefined
      ? ''
      : m.codes_says_from({ moment: formatMinute(rule.validFrom, event.timeZone) }),
    rule.validTo === undefined
      ? ''
      : m.codes_says_to({ moment: formatMinute(rule.validTo, event.timeZone) }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** How often a code was used, and can be. */
export function wordsOfUses(used: number, { uses, unit }: CodeRule): string {
  const of = uses === undefined ? '∞' : formatCount(uses);
  const words = { used: formatCount(used), of };
  return unit === 'order' ? m.codes_uses_orders(words) : m.codes_uses_tickets(words);
}

export function wordsOfState(state: CodeState): string {
  const words: Record<CodeState, () => string> = {
    valid: m.codes_state_valid,
    early: m.codes_state_early,
    over: m.codes_state_over,
    used_up: m.codes_state_used_up,
    off: m.codes_state_off,
  };
  return words[state]();
}

export function wordsOfPurpose(purpose: Purpose): { title: string; text: string } {
  const words = {
    presale: () => ({ title: m.codes_presale(), text: m.codes_presale_text() }),
    hidden: () => ({ title: m.codes_hidden(), text: m.codes_hidden_text() }),
    discount: () => ({ title: m.codes_discount(), text: m.codes_discount_text() }),
    larger: () => ({ title: m.codes_larger(), text: m.codes_larger_text() }),
  };
  return words[purpose]();
}
