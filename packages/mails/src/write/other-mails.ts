import { formatMinute } from '@onsale/i18n';
import type { MailDraft } from '../blocks.ts';
import { shortLine } from '../clean-mail.ts';
import type { MailContents } from '../mail-content.ts';
import type { MailTexts } from '../texts/en.ts';
import { SUBJECT_NAME } from './order-blocks.ts';

type Of<Kind extends keyof MailContents> = MailContents[Kind];

/** Links to all orders of an address. */
export function orderLinks({ shop, url, minutes }: Of<'order_links'>, texts: MailTexts): MailDraft {
  const words = texts.links;
  return {
    subject: words.subject(shortLine(shop.name, SUBJECT_NAME)),
    preheader: words.expires(minutes),
    blocks: [
      { kind: 'headline', text: words.headline },
      { kind: 'paragraph', text: words.text },
      { kind: 'button', text: words.open, url },
      { kind: 'small', text: `${words.expires(minutes)} ${words.unexpected}` },
    ],
  };
}

/** That the mail server works. */
export function testMail({ shop, by }: Of<'test'>, texts: MailTexts): MailDraft {
  const words = texts.test;
  const text = by === undefined ? words.text : `${words.text} ${words.by(by)}`;
  return {
    subject: words.subject(shortLine(shop.name, SUBJECT_NAME)),
    preheader: words.text,
    blocks: [
      { kind: 'headline', text: words.headline },
      { kind: 'paragraph', text },
    ],
  };
}

/** That an endpoint gets no more webhooks. */
export function webhookDisabled(mail: Of<'webhook_disabled'>, texts: MailTexts): MailDraft {
  const { endpoint, since, answer, consoleUrl } = mail;
  const words = texts.webhookDisabled;
  const rows = [
    { label: words.endpoint, value: endpoint },
    ...(since === undefined ? [] : [{ label: words.since, value: formatMinute(since, 'UTC') }]),
    ...(answer === undefined ? [] : [{ label: words.answer, value: answer }]),
  ];
  return {
    subject: words.subject,
    preheader: endpoint,
    blocks: [
      { kind: 'headline', text: words.headline },
      { kind: 'paragraph', text: words.text },
      { kind: 'facts', rows },
      { kind: 'paragraph', text: words.next },
      { kind: 'button', text: words.open, url: consoleUrl },
    ],
  };
}
