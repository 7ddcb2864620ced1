import type { SendMailOptions } from 'nodemailer';
import type { ComposedMail } from '../compose/compose-mail.ts';

/** Who mails are from. */
export interface Sender {
  name?: string | undefined;
  address: string;
  replyTo?: string | undefined;
}

/** More of a name than this, nobody reads, and some servers refuse the header. */
const MOST_NAME = 100;
const MOST_SUBJECT = 250;

/** A composed mail as it is handed to a server. */
export function writeMessage(
  { mailId, queuedAt, from }: { mailId: string; queuedAt: Date; from: Sender },
  mail: ComposedMail,
): SendMailOptions {
  const { to, subject, text, html, attachments, headers } = mail;
  return {
    from: mailbox(from),
    to: mailbox(to),
    // Written down, so that nothing in a name or a header adds somebody.
    envelope: { from: from.address, to: [to.address] },
    ...(from.replyTo === undefined ? {} : { replyTo: from.replyTo }),
    subject: oneLine(subject, MOST_SUBJECT),
    ...{ text, html, attachments },
    // The same however often it is sent: a program that knows it already shows it once.
    messageId: `<${mailId}@${domainOf(from.address)}>`,
    date: queuedAt,
    headers: {
      // Nobody's holiday answers it.
      'Auto-Submitted': 'auto-generated',
      ...mapValues(headers ?? {}, (value) => oneLine(value, 1000)),
    },
    // Whatever a text says, nothing is read from here or fetched from there.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}

/** The part of an address behind the `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function mailbox({ name, address }: { name?: string | undefined; address: string }) {
  return { name: name === undefined ? '' : oneLine(name, MOST_NAME), address };
}

// A line break would begin another header; what can't be seen only confuses.
function oneLine(text: string, most: number): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const line = text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}

function mapValues(
  record: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
