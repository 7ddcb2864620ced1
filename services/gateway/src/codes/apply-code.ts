import { ApiError } from '@onsale/contracts';
import { discountMinorOf, type PayableTotals } from '@onsale/contracts/discount';
import {
  type EventDocument,
  ONLINE,
  onlineAmountsOf,
  type OrderLine,
  type StoredCode,
  usesOf,
} from '@onsale/ledger';

/** Anything can be paid. */
const ANY_TOTAL: PayableTotals = { leastMinor: 0, stepMinor: 1 };

/** What a code does to an order. */
export interface AppliedCode {
  /** By how much less is paid, in minor units. */
  discountMinor: number;
  codeUse: { code: string; uses: number };
}

/** Which totals of an event can be paid: at a payment provider there are amounts too small. */
export function payableTotalsOf(event: EventDocument, currency: string): PayableTotals {
  return event.paymentMethods?.includes(ONLINE) === true ? onlineAmountsOf(currency) : ANY_TOTAL;
}

/** What a code takes off, and how often it is used. Throws `ApiError` 409 when it is for none of these tickets. */
export function applyCode(
  code: StoredCode,
  lines: readonly OrderLine[],
  payable: PayableTotals,
): AppliedCode {
  const uses = usesOf(code, lines);
  if (uses === 0) {
    const message = 'is not for these tickets';
    throw new ApiError('CODE_NOT_VALID', `the code ${message}`, {
      details: [{ path: 'code', message }],
    });
  }
  return {
    discountMinor: discountMinorOf(code, lines, payable),
    codeUse: { code: code.code, uses },
  };
}
