import type { MailContent, MailLanguage } from '@onsale/mails';
import type { MailsRow } from '@onsale/records';
import type { MailAttachment } from './attachments.ts';
import type { OrderOfMail } from './read-order.ts';
import type { ComposeParts, ShopOfMails } from './read-shop.ts';

/** A mail before it is put into words. */
export interface Composing {
  content: MailContent;
  attachments?: MailAttachment[];
  headers?: Record<string, string>;
}

/** There is no sense in sending it any more, and why. */
export interface Pointless {
  pointless: string;
}

/** What a mail about an order is made of. */
export interface OrderMailParts {
  parts: ComposeParts;
  shop: ShopOfMails;
  about: OrderOfMail;
}

/** What a mail that is of no order is made of. */
export interface OtherMailParts {
  parts: ComposeParts;
  shop: ShopOfMails;
  mail: MailsRow;
  language: MailLanguage;
}
