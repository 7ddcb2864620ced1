import { inLocale, localeFor } from '@onsale/i18n';
import type { MailDraft } from './blocks.ts';
import { cleanMail, shortLine } from './clean-mail.ts';
import { htmlPage } from './html/html-page.ts';
import type { MailLanguage } from './languages.ts';
import type { MailContent, MailContentKind, MailContents, RenderedMail } from './mail-content.ts';
import { plainText } from './plain-text.ts';
import type { MailTexts } from './texts/en.ts';
import { TEXTS } from './texts/texts-of.ts';
import { eventCancelled, eventChanged, message, reminder } from './write/event-mails.ts';
import { footOf } from './write/foot-of.ts';
import {
  cancelled,
  confirmed,
  paymentReturned,
  refund,
  ticketReplaced,
} from './write/order-mails.ts';
import { orderLinks, testMail, webhookDisabled } from './write/other-mails.ts';

/** What most programs show of a subject is less than half of it. */
const LONGEST_SUBJECT = 150;

/** Puts a mail into words, as plain text and as HTML. */
export function renderMail(
  mail: MailContent,
  { language }: { language: MailLanguage },
): RenderedMail {
  const cleaned = cleanMail(mail);
  const texts = TEXTS[language];
  return inLocale(localeFor(language, []), () => {
    const draft = draftOf(cleaned, texts);
    const subject = shortLine(draft.subject, LONGEST_SUBJECT);
    const foot = footOf(cleaned, texts);
    const html = htmlPage({ ...draft, subject }, foot, language);
    return { subject, text: plainText(draft, foot), html };
  });
}

const WRITERS: {
  [Kind in MailContentKind]: (mail: MailContents[Kind], texts: MailTexts) => MailDraft;
} = {
  ...{ confirmed, refund, cancelled, reminder, message },
  payment_returned: paymentReturned,
  event_cancelled: eventCancelled,
  event_changed: eventChanged,
  ticket_replaced: ticketReplaced,
  order_links: orderLinks,
  test: testMail,
  webhook_disabled: webhookDisabled,
};

function draftOf<Kind extends MailContentKind>(
  mail: { kind: Kind } & MailContents[Kind],
  texts: MailTexts,
): MailDraft {
  return WRITERS[mail.kind](mail, texts);
}
