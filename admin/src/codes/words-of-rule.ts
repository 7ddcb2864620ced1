import type { CodeRule } from '@onsale/contracts';

/** What a code does, in a few words for a table. */
export function wordsOfRule(rule: CodeRule, currency: string): string {
  const { unit, access, presale, percent, amount, discounted, maxPerOrder } = rule;
  const { validFrom, validTo } = rule;
  const less = percent === undefined ? amount && `${amount} ${currency}` : `${percent} %`;
  const each = amount !== undefined && unit === 'ticket' ? ' each' : '';
  const on = discounted === undefined ? '' : ` on ${discounted.join(', ')}`;
  return [
    access && `${presale === true ? 'before the sale: ' : 'sells '}${access.join(', ')}`,
    less && `${less} less${each}${on}`,
    maxPerOrder && `up to ${maxPerOrder} in an order`,
    validFrom && `from ${validFrom}`,
    validTo && `until ${validTo}`,
  ]
    .filter(Boolean)
    .join('; ');
}
