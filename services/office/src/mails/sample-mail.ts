import type { BuyerMailKind } from '@onsale/contracts';
import {
  effectiveTerms,
  type EventDocument,
  feeMinorOf,
  taxMinorOf,
  toDecimal,
} from '@onsale/ledger';
import type { MailContent, MailLine, MailOrder, MailShop } from '@onsale/mails';

/** Who reads samples. */
export const SAMPLE_BUYER = 'Ada Lovelace';
/** So that it is the order of nobody. */
const ORDER_ID = '01abcdefghjkmnpqrstvwxyz0123';
const TYPES = 2;
const DAY_MS = 86_400_000;

interface About {
  event: EventDocument;
  shop: MailShop;
  terms: { version: string; text: string } | undefined;
}

/** A mail of this kind about an event, to a buyer who does not exist. */
export function sampleMail(kind: BuyerMailKind, about: About): MailContent {
  return sampleMails(about).find((mail) => mail.kind === kind) ?? { kind: 'test', ...about };
}

function sampleMails({ event, shop, terms }: About): MailContent[] {
  const order = sampleOrder(event, shop);
  const of = { shop, event, order };
  const { name = event.name, qty = 0, total = 0 } = order.lines[0] ?? {};
  const attached = { tickets: true, receipt: order.total > 0 };
  const seller = terms === undefined ? undefined : { name: shop.name, terms };
  const before = { startsAt: new Date(Date.parse(event.startsAt) - DAY_MS).toISOString() };
  const optOutUrl = `${shop.url}/opt-out#preview`;
  const refund = order.total === 0 ? undefined : order.total;
  const tickets = [{ name, count: qty }];
  return [
    { kind: 'confirmed', ...of, attached, terms: effectiveTerms(event, seller) },
    {
      ...{ kind: 'refund', ...of, amount: total, tickets, hasCreditNote: total > 0 },
      isAll: order.lines.length === 1,
    },
    {
      ...{ kind: 'payment_returned', ...of, amount: order.total, currency: order.currency },
      hasTickets: false,
    },
    { kind: 'cancelled', ...of },
    { kind: 'event_cancelled', ...of, refund },
    { kind: 'event_changed', ...of, attached, before },
    { kind: 'reminder', ...of, attached, isTomorrow: true },
    { kind: 'ticket_replaced', ...of, attached, tickets: [{ name, holder: 'Grace Hopper' }] },
    {
      ...{ kind: 'message', shop, event, orderUrl: order.url, optOutUrl },
      ...{ subject: event.name, body: event.name },
    },
    { kind: 'order_links', shop, url: `${shop.url}/my-orders#preview`, minutes: 60 },
  ];
}

/** Where the order of a sample would be. */
export function sampleOrderUrl(publicUrl: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/orders/${ORDER_ID}`;
}

/** Two tickets of the first type, and one of the second. */
function sampleOrder(event: EventDocument, shop: MailShop): MailOrder {
  const { currency } = event;
  const types = event.tickets.filter((ticket) => ticket.currency === currency).slice(0, TYPES);
  const sold = types.map((ticket, i) => ({ ticket, qty: i === 0 ? 2 : 1 }));
  const sum = (minorOf: (line: (typeof sold)[number]) => number) =>
    sold.reduce((total, line) => total + minorOf(line), 0);
  const totalMinor = sum(({ ticket, qty }) => ticket.priceMinor * qty);
  const feeMinor = sum(({ ticket, qty }) => feeMinorOf(event, ticket) * qty);
  const taxMinor = taxMinorOf(event, totalMinor);
  const money = (minor: number) => (minor === 0 ? undefined : toDecimal(minor, currency));
  return {
    ...{ orderId: ORDER_ID, url: sampleOrderUrl(shop.url), buyer: SAMPLE_BUYER, currency },
    lines: sold.map(({ ticket, qty }): MailLine => {
      return {
        ...{ name: ticket.name, qty, total: toDecimal(ticket.priceMinor * qty, currency) },
        text: ticket.holderText,
      };
    }),
    ...{ total: toDecimal(totalMinor, currency), fee: money(feeMinor), tax: money(taxMinor) },
  };
}
