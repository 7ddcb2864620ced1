import type { MailFoot } from '../blocks.ts';
import type { MailContent } from '../mail-content.ts';
import { isAddress, plainOfMarkdown } from '../seller-text.ts';
import type { MailTexts } from '../texts/en.ts';

/** A longer imprint has a page of its own, which is linked in any case. */
const LONGEST_IMPRINT = 1500;

/** Who writes, why, and how to answer or to get no more. */
export function footOf(mail: MailContent, texts: MailTexts): MailFoot {
  const { shop } = mail;
  const { contactEmail, imprint } = shop;
  const words = texts.foot;
  const printed = imprint === undefined || isAddress(imprint) ? '' : plainOfMarkdown(imprint);
  const own = [
    ...(shop.legalName === undefined ? [] : [shop.legalName]),
    ...(shop.postalAddress?.split('\n') ?? []),
    ...(shop.vatId === undefined ? [] : [words.vatId(shop.vatId)]),
  ];
  const imprintUrl =
    imprint !== undefined && isAddress(imprint) ? imprint.trim() : `${shop.url}/imprint`;
  return {
    seller: shop.name,
    lines:
      printed === '' || printed.length > LONGEST_IMPRINT
        ? own
        : printed.split('\n').filter((line) => line.trim() !== ''),
    sentences: [
      reasonOf(mail, texts),
      ...(contactEmail === undefined ? [] : [words.questions(contactEmail)]),
    ],
    links: [
      ...(mail.kind === 'message' ? [{ text: texts.message.optOut, url: mail.optOutUrl }] : []),
      { text: words.shop, url: shop.url },
      ...(imprint === undefined ? [] : [{ text: words.imprint, url: imprintUrl }]),
    ],
  };
}

function reasonOf(mail: MailContent, { foot, message }: MailTexts): string {
  const { name } = mail.shop;
  switch (mail.kind) {
    case 'message':
      return message.why(mail.event.name);
    case 'test':
    case 'webhook_disabled':
      return foot.team(name);
    case 'order_links':
      return foot.asked(name);
    default:
      return foot.ordered(name);
  }
}
