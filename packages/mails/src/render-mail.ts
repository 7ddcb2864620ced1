import type { MailLanguage } from './languages.ts';
import type { MailContent, RenderedMail } from './mail-content.ts';

/** Puts a mail into words, as plain text and as HTML. */
export function renderMail(
  mail: MailContent,
  { language }: { language: MailLanguage },
): RenderedMail {
  const text = `${mail.kind} ${language}`;
  return { subject: text, text, html: `<p>${text}</p>` };
}
