import { atVenue, formatPrice, placeOf } from '@onsale/i18n';
import type { BillLine, Block } from '../blocks.ts';
import { shortLine } from '../clean-mail.ts';
import type { MailEvent, MailOrder } from '../mail-content.ts';
import type { MailTexts } from '../texts/en.ts';

/** A name may have a thousand characters; a line of a list of mails shows fewer. */
export const SUBJECT_NAME = 80;
/** The stub below a headline has all of it. */
export const HEADLINE_NAME = 150;

/** When an event begins: "Friday, 18 June 2087, 20:00–23:00 CEST". */
export function whenOf({ startsAt, ...event }: MailEvent): string | undefined {
  if (startsAt === undefined) return undefined;
  const { long, hours } = atVenue({ ...event, startsAt });
  return `${long}, ${hours}`;
}

export function whereOf({ venue, city }: MailEvent): string | undefined {
  return venue === undefined ? city : placeOf({ venue, city });
}

/** When and where, in one line. */
export function placeAndTime(event: MailEvent): string {
  return [whenOf(event), whereOf(event)].filter((part) => part !== undefined).join(', ');
}

/** When the doors open, by the clock of the event. */
export function doorsOf({ startsAt, doorsAt, timeZone }: MailEvent): string | undefined {
  if (doorsAt === undefined || startsAt === undefined) return undefined;
  const doors = atVenue({ startsAt: doorsAt, timeZone });
  return doors.long === atVenue({ startsAt, timeZone }).long
    ? doors.time
    : `${doors.long}, ${doors.time}`;
}

export function hello({ buyer }: MailOrder, texts: MailTexts): Block {
  return { kind: 'paragraph', text: texts.hello(shortLine(buyer, SUBJECT_NAME)) };
}

/** The event of an order, as the stub of a ticket. */
export function stub(event: MailEvent, texts: MailTexts, orderId?: string): Block {
  const rows: [label: string, value: string | undefined][] = [
    [texts.when, whenOf(event)],
    [texts.doors, doorsOf(event)],
    [texts.where, whereOf(event)],
    [texts.order, orderId],
  ];
  return {
    ...{ kind: 'stub', title: event.name },
    rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }])),
  };
}

/** How many tickets an order has. */
export function countOf({ lines }: MailOrder): number {
  return lines.reduce((sum, { qty }) => sum + qty, 0);
}

/** What was bought, and what it cost. */
export function bill(order: MailOrder, texts: MailTexts): Block {
  const { currency, fee, tax, discount } = order;
  const price = (amount: number) => formatPrice(amount, currency);
  const lines = order.lines.map(({ name, qty, total }) => {
    return { label: `${qty} × ${name}`, amount: total === 0 ? texts.free : price(total) };
  });
  const part = (label: string, amount: number | undefined): BillLine[] =>
    amount === undefined || amount === 0 ? [] : [{ label, amount: price(amount) }];
  const sums = [
    ...(discount === undefined ? [] : part(texts.discount, -discount)),
    { label: texts.total, amount: price(order.total), isTotal: true },
    ...part(texts.fee, fee),
    ...part(texts.tax, tax),
  ];
  return { kind: 'bill', lines, sums: order.total === 0 && discount === undefined ? [] : sums };
}

/** What the event says to holders, once for each ticket type that has something. */
export function holderTexts(order: MailOrder, texts: MailTexts): Block[] {
  const quotes = order.lines.flatMap(({ name, text }): Block[] =>
    text === undefined ? [] : [{ kind: 'quote', title: name, text }],
  );
  return quotes.length === 0
    ? []
    : [{ kind: 'heading', text: texts.confirmed.goodToKnow }, ...quotes];
}

/** The link to the page of an order, and what to know of it. */
export function toOrder(order: MailOrder, texts: MailTexts, text = texts.openOrder): Block[] {
  return [
    { kind: 'button', text, url: order.url },
    { kind: 'small', text: texts.private },
  ];
}
