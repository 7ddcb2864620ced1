import { isRehearsalOrder } from '@onsale/ledger';
import { type MailAbouts, mailLanguageOf, renderMail } from '@onsale/mails';
import type { MailsRow } from '@onsale/records';
import type { MailAttachment } from './attachments.ts';
import type { Composing, OrderMailParts, OtherMailParts, Pointless } from './composing.ts';
import { composeEventCancelled, composeEventChanged, composeReminder } from './event-contents.ts';
import {
  composeCancelled,
  composeConfirmed,
  composePaymentReturned,
  composeRefund,
  composeReplaced,
} from './order-contents.ts';
import {
  composeMessage,
  composeOrderLinks,
  composeTest,
  composeWebhookDisabled,
} from './other-contents.ts';
import { readOrderOfMail } from './read-order.ts';
import { type ComposeParts, readShop } from './read-shop.ts';

/** A mail as the sender takes it. */
export interface ComposedMail {
  to: { name?: string; address: string };
  subject: string;
  text: string;
  html: string;
  attachments: MailAttachment[];
  headers?: Record<string, string>;
}

/**
 * Writes a mail with what is true now. `pointless`: there is no sense in sending it any more, and why. Throws
 * when Redis or PostgreSQL can't be reached: it is to be tried again.
 */
export async function composeMail(
  parts: ComposeParts,
  mail: MailsRow,
): Promise<ComposedMail | Pointless> {
  const shop = await readShop(parts);
  const language = mailLanguageOf(mail.language, shop.settings?.languages);
  const composing = await contentOf({ parts, shop, mail, language });
  if ('pointless' in composing) return composing;
  const { content, attachments = [], headers } = composing;
  const name = 'order' in content ? content.order.buyer : undefined;
  return {
    to: { ...(name === undefined ? {} : { name }), address: mail.address },
    ...renderMail(content, { language }),
    attachments,
    ...(headers === undefined ? {} : { headers }),
  };
}

type Composed = Composing | Pointless | Promise<Composing | Pointless>;

/** Mails about an order. */
const OF_ORDER: {
  [Kind in keyof MailAbouts]?: (from: OrderMailParts, about: MailAbouts[Kind]) => Composed;
} = {
  confirmed: composeConfirmed,
  refund: composeRefund,
  payment_returned: composePaymentReturned,
  cancelled: composeCancelled,
  event_cancelled: composeEventCancelled,
  event_changed: composeEventChanged,
  reminder: composeReminder,
  ticket_replaced: composeReplaced,
};

const OTHERS: {
  [Kind in keyof MailAbouts]?: (from: OtherMailParts, about: MailAbouts[Kind]) => Composed;
} = {
  message: composeMessage,
  order_links: composeOrderLinks,
  test: composeTest,
  webhook_disabled: composeWebhookDisabled,
};

async function contentOf(from: OtherMailParts): Promise<Composing | Pointless> {
  const { parts, shop, mail } = from;
  const { kind, about: said } = mail;
  // Its buyers are made up, and their addresses may be somebody's.
  if (isRehearsalOrder(mail.order_id ?? '')) return { pointless: 'the order is of a rehearsal' };
  const other = OTHERS[kind] as ((from: OtherMailParts, about: unknown) => Composed) | undefined;
  if (other !== undefined) return await other(from, said);
  const about = await readOrderOfMail(parts, mail);
  if (about === undefined) return { pointless: 'the order no longer exists' };
  const write = OF_ORDER[kind] as (from: OrderMailParts, about: unknown) => Composed;
  return await write({ parts, shop, about }, said);
}
