import { formatMinute, formatPrice } from '@onsale/i18n';
import type { Block, MailDraft } from '../blocks.ts';
import { shortLine } from '../clean-mail.ts';
import type { MailContents, MailTerms } from '../mail-content.ts';
import { isAddress, plainOfMarkdown } from '../seller-text.ts';
import type { MailTexts } from '../texts/en.ts';
import {
  bill,
  countOf,
  hello,
  holderTexts,
  placeAndTime,
  stub,
  SUBJECT_NAME,
  toOrder,
} from './order-blocks.ts';

type Of<Kind extends keyof MailContents> = MailContents[Kind];

/** The tickets of an order. */
export function confirmed(mail: Of<'confirmed'>, texts: MailTexts): MailDraft {
  const { event, order, attached, namesUntil, terms } = mail;
  const words = texts.confirmed;
  const count = countOf(order);
  const isAttached = count === 1 ? words.attachedOne : words.attached;
  const sentences = [
    ...(attached.tickets ? [isAttached, words.pageToo] : [words.onPage]),
    ...(namesUntil === undefined ? [] : [words.names(formatMinute(namesUntil, event.timeZone))]),
    ...(attached.receipt ? [words.receipt] : []),
  ];
  return {
    subject: words.subject(shortLine(event.name, SUBJECT_NAME), count),
    preheader: placeAndTime(event),
    blocks: [
      { kind: 'headline', text: words.headline(count) },
      hello(order, texts),
      { kind: 'paragraph', text: sentences.join(' ') },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts, texts.seeTickets),
      ...holderTexts(order, texts),
      { kind: 'heading', text: words.bought },
      bill(order, texts),
      ...acceptedTerms(terms, texts),
    ],
  };
}

/** Tickets that were refunded, or money alone. */
export function refund(mail: Of<'refund'>, texts: MailTexts): MailDraft {
  const { event, order, tickets, isAll, hasCreditNote } = mail;
  const words = texts.refund;
  const { nothing } = words;
  const isMoney = mail.amount > 0;
  const amount = formatPrice(mail.amount, order.currency);
  const how = isMoney ? words.how : nothing.how;
  const allVoid = isMoney ? words.allVoid : nothing.allVoid;
  const listed: Block[] = [
    { kind: 'paragraph', text: words.void },
    { kind: 'list', items: tickets.map(({ count, name }) => `${count} × ${name}`) },
    { kind: 'paragraph', text: words.rest },
  ];
  const whatOfTickets: Block[] =
    tickets.length > 0 && !isAll
      ? listed
      : [{ kind: 'paragraph', text: isAll ? allVoid : words.moneyOnly }];
  const name = shortLine(event.name, SUBJECT_NAME);
  return {
    subject: isMoney ? words.subject(amount, name) : nothing.subject(name),
    preheader: how,
    blocks: [
      { kind: 'headline', text: isMoney ? words.headline(amount) : nothing.headline },
      hello(order, texts),
      { kind: 'paragraph', text: hasCreditNote ? `${how} ${words.creditNote}` : how },
      ...whatOfTickets,
      stub(event, texts, order.orderId),
      ...toOrder(order, texts),
    ],
  };
}

/** Money that came too late, or for nothing. */
export function paymentReturned(mail: Of<'payment_returned'>, texts: MailTexts): MailDraft {
  const { event, order } = mail;
  const words = texts.returned;
  const amount = formatPrice(mail.amount, mail.currency);
  const [why, soWhat] = whyReturned(mail, texts);
  return {
    subject: words.subject(amount, shortLine(event.name, SUBJECT_NAME)),
    preheader: soWhat ?? why,
    blocks: [
      { kind: 'headline', text: words.headline },
      hello(order, texts),
      { kind: 'paragraph', text: soWhat === undefined ? why : `${why} ${soWhat}` },
      { kind: 'paragraph', text: texts.refund.how },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts),
    ],
  };
}

// Why money goes back, and what that means for the tickets.
function whyReturned(
  { order, amount, currency, hasTickets, isWrongAmount }: Of<'payment_returned'>,
  { returned }: MailTexts,
): [why: string, soWhat?: string] {
  const price = formatPrice(amount, currency);
  if (hasTickets) return [returned.doubled(price)];
  if (isWrongAmount !== true) return [returned.late(price), returned.noTickets];
  return [returned.wrongAmount(price, formatPrice(order.total, order.currency)), returned.notPaid];
}

/** An order that was cancelled without money. */
export function cancelled(mail: Of<'cancelled'>, texts: MailTexts): MailDraft {
  const { event, order } = mail;
  const words = texts.cancelled;
  return {
    subject: words.subject(shortLine(event.name, SUBJECT_NAME)),
    preheader: words.text,
    blocks: [
      { kind: 'headline', text: words.headline },
      hello(order, texts),
      { kind: 'paragraph', text: words.text },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts),
    ],
  };
}

/** Tickets with new codes. */
export function ticketReplaced(mail: Of<'ticket_replaced'>, texts: MailTexts): MailDraft {
  const { event, order, tickets, attached } = mail;
  const words = texts.replaced;
  const text = tickets.length === 1 ? words.text : words.textMany;
  const items = tickets.map(({ name, holder }) =>
    holder === undefined ? name : `${name}: ${holder}`,
  );
  return {
    subject: words.subject(shortLine(event.name, SUBJECT_NAME)),
    preheader: text,
    blocks: [
      { kind: 'headline', text: words.headline },
      hello(order, texts),
      { kind: 'paragraph', text },
      { kind: 'list', items },
      ...paragraphIf(attached.tickets, words.attached),
      { kind: 'paragraph', text: words.unexpected },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts, texts.seeTickets),
    ],
  };
}

export function paragraphIf(isTrue: boolean, text: string): Block[] {
  return isTrue ? [{ kind: 'paragraph', text }] : [];
}

function acceptedTerms(terms: MailTerms | undefined, { confirmed: words }: MailTexts): Block[] {
  if (terms === undefined) return [];
  const { version, text } = terms;
  if (text === undefined) return [{ kind: 'small', text: words.termsVersion(version) }];
  if (isAddress(text)) return [{ kind: 'small', text: `${words.termsAt(version)} ${text.trim()}` }];
  return [
    { kind: 'heading', text: words.terms(version) },
    { kind: 'small', text: plainOfMarkdown(text) },
  ];
}
