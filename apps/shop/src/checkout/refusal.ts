import type { ErrorCode } from '@onsale/contracts';

/** What an order was refused for, as far as its buyer is told. `general` is everything else. */
export type RefusalKind =
  | 'fields'
  | 'sold-out'
  | 'held-by-others'
  | 'not-on-sale'
  | 'price-changed'
  | 'terms-changed'
  | 'too-many'
  | 'too-few'
  | 'choice'
  | 'payment-method'
  | 'code-unknown'
  | 'code-used-up'
  | 'code-not-valid'
  | 'not-your-turn'
  | 'wrong-address'
  | 'general';

/**
 * Of the codes that have words of their own. What is temporary (`isTemporary`) is not among them: the
 * page waits and asks again by itself.
 */
export const REFUSALS: { [Code in ErrorCode]?: RefusalKind } = {
  INVALID_REQUEST: 'fields',
  UNKNOWN_TICKET: 'choice',
  MIXED_EVENTS: 'choice',
  MIXED_CURRENCIES: 'choice',
  TOO_FEW_TICKETS: 'too-few',
  TOO_MANY_TICKETS: 'too-many',
  PAYMENT_METHOD_NOT_ACCEPTED: 'payment-method',
  UNKNOWN_CODE: 'code-unknown',
  CODE_USED_UP: 'code-used-up',
  CODE_NOT_VALID: 'code-not-valid',
  ADMISSION_REQUIRED: 'not-your-turn',
  FORBIDDEN_HOST: 'wrong-address',
  UNKNOWN_HOST: 'wrong-address',
  EVENT_NOT_FOUND: 'not-on-sale',
  NOT_ON_SALE: 'not-on-sale',
  SOLD_OUT: 'sold-out',
  HELD_BY_OTHERS: 'held-by-others',
  PRICE_CHANGED: 'price-changed',
  TERMS_CHANGED: 'terms-changed',
};

/** What to tell of an answer with this code; newer servers may have codes that are not known here. */
export function refusalOf(code: string): RefusalKind {
  const known: Record<string, RefusalKind> = REFUSALS;
  return (Object.hasOwn(known, code) ? known[code] : undefined) ?? 'general';
}
