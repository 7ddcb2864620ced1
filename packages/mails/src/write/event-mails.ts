import { formatPrice } from '@onsale/i18n';
import type { Block, Fact, MailDraft } from '../blocks.ts';
import { shortLine } from '../clean-mail.ts';
import type { MailContents, MailEvent } from '../mail-content.ts';
import type { MailTexts } from '../texts/en.ts';
import {
  doorsOf,
  HEADLINE_NAME,
  hello,
  holderTexts,
  placeAndTime,
  stub,
  SUBJECT_NAME,
  toOrder,
  whenOf,
  whereOf,
} from './order-blocks.ts';
import { paragraphIf } from './order-mails.ts';

type Of<Kind extends keyof MailContents> = MailContents[Kind];

/** An event that does not take place. */
export function eventCancelled(mail: Of<'event_cancelled'>, texts: MailTexts): MailDraft {
  const { event, order, refund } = mail;
  const words = texts.eventCancelled;
  const money =
    refund === undefined ? words.free : words.refund(formatPrice(refund, order.currency));
  return {
    subject: words.subject(shortLine(event.name, SUBJECT_NAME)),
    preheader: money,
    blocks: [
      { kind: 'headline', text: words.headline(shortLine(event.name, HEADLINE_NAME)) },
      hello(order, texts),
      { kind: 'paragraph', text: words.text },
      { kind: 'paragraph', text: money },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts),
    ],
  };
}

/** What is different now. */
export function eventChanged(mail: Of<'event_changed'>, texts: MailTexts): MailDraft {
  const { event, order, note, attached } = mail;
  const words = texts.eventChanged;
  const rows = changesOf(event, mail.before, texts);
  const said: Block[] = note === undefined ? [] : [{ kind: 'quote', text: note }];
  const changes: Block[] = rows.length === 0 ? [] : [{ kind: 'facts', rows }];
  return {
    subject: words.subject(shortLine(event.name, SUBJECT_NAME)),
    preheader: rows[0]?.value.replaceAll('\n', ', ') ?? words.text,
    blocks: [
      { kind: 'headline', text: words.headline(shortLine(event.name, HEADLINE_NAME)) },
      hello(order, texts),
      { kind: 'paragraph', text: words.text },
      ...changes,
      ...said,
      ...paragraphIf(attached.tickets, words.attached),
      { kind: 'heading', text: words.now },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts),
    ],
  };
}

/** The day before. */
export function reminder(mail: Of<'reminder'>, texts: MailTexts): MailDraft {
  const { event, order, isTomorrow, attached } = mail;
  const words = texts.reminder;
  const name = shortLine(event.name, SUBJECT_NAME);
  const text = attached.tickets ? `${words.text} ${words.attached}` : words.text;
  return {
    subject: isTomorrow ? words.tomorrow(name) : words.soon(name),
    preheader: placeAndTime(event),
    blocks: [
      { kind: 'headline', text: isTomorrow ? words.headline : words.headlineSoon },
      hello(order, texts),
      { kind: 'paragraph', text },
      stub(event, texts, order.orderId),
      ...toOrder(order, texts, texts.seeTickets),
      ...holderTexts(order, texts),
    ],
  };
}

/** What the team writes to buyers. */
export function message(mail: Of<'message'>, texts: MailTexts): MailDraft {
  const { event, subject, body, orderUrl } = mail;
  const toPage: Block[] =
    orderUrl === undefined ? [] : [{ kind: 'button', text: texts.openOrder, url: orderUrl }];
  return {
    subject,
    preheader: shortLine(body, 100),
    blocks: [
      { kind: 'headline', text: subject },
      { kind: 'paragraph', text: body },
      stub(event, texts),
      ...toPage,
    ],
  };
}

// Each thing that is different, as it is now, with what was said before below it.
function changesOf(now: MailEvent, changes: Partial<MailEvent>, texts: MailTexts): Fact[] {
  const before = { ...now, ...changes };
  const shown: [label: string, write: (event: MailEvent) => string | undefined][] = [
    [texts.eventChanged.name, ({ name }) => name],
    [texts.when, whenOf],
    [texts.doors, doorsOf],
    [texts.where, whereOf],
  ];
  return shown.flatMap(([label, write]) => {
    const value = write(now);
    const earlier = write(before);
    if (value === earlier) return [];
    const was = earlier === undefined ? [] : [texts.eventChanged.before(earlier)];
    return [{ label, value: [value ?? '–', ...was].join('\n') }];
  });
}
