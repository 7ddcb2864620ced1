import type { MailContent } from '@onsale/mails';
import type { MailAttachment } from './attachments.ts';

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
