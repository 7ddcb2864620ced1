import type { CodeOffer, Ticket } from '@onsale/api-client';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';

/** What a code is good for, in sentences. `tickets`: all of the event that can be seen with it. */
export function wordsOfOffer(
  offer: CodeOffer,
  currency: string,
  tickets: readonly Ticket[],
): string[] {
  const { tickets: opened, usesLeft, validTo } = offer;
  return [
    ...discountWords(offer, currency, tickets),
    ...(opened.length === 0 ? [] : [m.code_opens({ names: listOf(opened) })]),
    ...(usesLeft === undefined || offer.unit === 'order'
      ? []
      : [m.code_uses_left({ count: usesLeft, text: formatCount(usesLeft) })]),
    ...(validTo === undefined ? [] : [m.code_until({ moment: formatMinute(validTo) })]),
  ];
}

/** Why a code can't be used; undefined when nothing is said against it. */
export function wordsOfRefusal(
  refusal: string | undefined,
  found: CodeOffer | undefined,
  nowMs: number,
): string | undefined {
  switch (refusal) {
    case undefined: {
      if (found === undefined) return undefined;
      const { validFrom } = found;
      const isEarly = validFrom !== undefined && nowMs < Date.parse(validFrom);
      return isEarly ? m.code_from({ moment: formatMinute(validFrom) }) : m.code_over();
    }
    case 'CODE_USED_UP':
      return m.code_used_up();
    case 'RATE_LIMITED':
      return m.code_limited();
    default:
      return m.code_unknown();
  }
}

function discountWords(
  { percent, amount, unit, discounted }: CodeOffer,
  currency: string,
  tickets: readonly Ticket[],
): string[] {
  const names = listOf(tickets.filter(({ id }) => discounted?.includes(id) === true));
  const only = names === '' ? [] : [m.code_only({ names })];
  if (percent !== undefined) return [m.code_percent({ percent: formatCount(percent) }), ...only];
  if (amount === undefined) return [];
  const less = { amount: formatPrice(amount, currency) };
  return [unit === 'order' ? m.code_amount(less) : m.code_amount_each(less), ...only];
}

function listOf(tickets: readonly Ticket[]): string {
  return tickets.map(({ name }) => name).join(', ');
}
