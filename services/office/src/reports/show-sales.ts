import type { SalesOfType, SalesReport } from '@onsale/contracts';
import { toDecimal } from '@onsale/ledger';
import type { SalesSumsOf, SoldSums } from '@onsale/records';

/** Events in one report; the sums are those of all. */
const MOST_EVENTS = 1000;

/** A report with amounts as interfaces have them. */
export function showSales({ totals, days, events, channels, types }: SalesSumsOf): SalesReport {
  return {
    totals: totals.map((total) => ({
      ...sumsOf(total),
      heldOrders: total.heldOrders,
      heldAmount: toDecimal(total.heldAmount, total.currency),
    })),
    days: days.map((each) => ({ day: each.day, ...sumsOf(each) })),
    events: events
      .toSorted((a, b) => b.gross - a.gross)
      .slice(0, MOST_EVENTS)
      .map(({ eventId, name, timeZone, ...sums }) => {
        return { eventId, name: name ?? '', timeZone: timeZone ?? 'UTC', ...sumsOf(sums) };
      }),
    channels: channels.map(({ source, paymentMethod, ...sums }) => {
      return { source, paymentMethod, ...sumsOf(sums) };
    }),
    types: types.map(showType),
  };
}

function sumsOf({ currency, orders, tickets, refundedTickets, ...amounts }: SoldSums) {
  const { gross, refunded, fee, tax, discount } = amounts;
  const money = (minor: number) => toDecimal(minor, currency);
  return {
    ...{ currency, orders, tickets, refundedTickets },
    ...{ gross: money(gross), refunded: money(refunded), net: money(gross - refunded) },
    ...{ fee: money(fee), tax: money(tax), discount: money(discount) },
  };
}

function showType(type: SalesSumsOf['types'][number]): SalesOfType {
  const { ticketId, price, sold, currency } = type;
  return {
    ...(ticketId === null ? {} : { ticketId }),
    ...{ type: type.type, price: toDecimal(price, currency), currency },
    ...{ sold, refunded: type.refunded, held: type.held },
    amount: toDecimal(price * sold, currency),
  };
}
