import type { CodeOffer, Ticket } from '@onsale/contracts';
import {
  given,
  givesAccess,
  isWindowOpen,
  salesWindowOf,
  type StoredCode,
  type StoredEvent,
  toDecimal,
} from '@onsale/ledger';
import { type Moment, showTicket } from '../browse/show-catalog.ts';
import { payableTotalsOf } from './apply-code.ts';

/** What a code is good for, in the API's form. */
export function showCode(code: StoredCode, stored: StoredEvent, moment: Moment): CodeOffer {
  const { document: event } = stored;
  const { percent, amountMinor, discounted, maxPerOrder, uses, fromMs, toMs } = code;
  const { leastMinor, stepMinor } = payableTotalsOf(event, event.currency);
  const tickets = event.tickets.filter(({ id }) => givesAccess(code, id));
  const [validFrom, validTo] = [fromMs, toMs].map((timeMs) =>
    timeMs === undefined ? undefined : new Date(timeMs).toISOString(),
  );
  return {
    code: code.code,
    tickets: tickets.map((ticket) => ({
      ...showTicket(stored, ticket, moment),
      ...(code.presale === true ? inPresale(stored, ticket.id, moment) : {}),
    })),
    ...given({ percent, discounted, maxPerOrder, validFrom, validTo }),
    ...(amountMinor === undefined ? {} : { amount: toDecimal(amountMinor, event.currency) }),
    unit: code.unit,
    ...(leastMinor === 0 ? {} : { leastTotal: toDecimal(leastMinor, event.currency) }),
    ...(stepMinor === 1 ? {} : { totalStep: toDecimal(stepMinor, event.currency) }),
    ...(uses === undefined ? {} : { usesLeft: Math.max(0, uses - code.used) }),
  };
}

// The beginning of the sale does not hold for it, its end does.
function inPresale(
  { document: event, status }: StoredEvent,
  ticketId: string,
  { nowMs }: Moment,
): Partial<Ticket> {
  const ticket = event.tickets.find(({ id }) => id === ticketId);
  const window = { ...salesWindowOf(event, ticket), fromMs: 0 };
  return { onSale: status === 'on_sale' && isWindowOpen(window, nowMs) };
}
