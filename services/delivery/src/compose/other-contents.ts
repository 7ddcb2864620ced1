import { ANONYMIZED, readEvent } from '@onsale/ledger';
import { fillPlaceholders, type MailAbouts } from '@onsale/mails';
import { findMessage, findOptedOut, issueOrderLink, readBuyerSecret } from '@onsale/records';
import type { Composing, OtherMailParts, Pointless } from './composing.ts';
import { readOrderOfMail } from './read-order.ts';

/** A test is of no order: it is read by somebody of the team, under an invented name. */
const TESTER = 'Ada Lovelace';

export async function composeMessage(
  { parts, shop: { shop }, mail, language }: OtherMailParts,
  { optOutToken }: MailAbouts['message'],
): Promise<Composing | Pointless> {
  const { records, ledger } = parts;
  const { message_id: messageId, event_id: eventId, order_id: orderId } = mail;
  const [message, stored, about] = await Promise.all([
    messageId === null ? undefined : findMessage(records, messageId),
    eventId === null ? undefined : readEvent(ledger(), eventId),
    readOrderOfMail(parts, mail),
  ]);
  if (message === undefined) return { pointless: 'the message is not there any more' };
  if (orderId !== null && message.state === 'stopped') return { pointless: 'it was stopped' };
  if (orderId !== null && about === undefined) {
    return { pointless: 'the order no longer exists' };
  }
  if (about !== undefined) {
    const { status } = about.order;
    if (!message.audience.orders.some((wanted) => wanted === status)) {
      return { pointless: `the order is ${status} by now` };
    }
    const secret = await readBuyerSecret(records);
    const optedOut = await findOptedOut(records, secret, [mail.address]);
    if (optedOut.size > 0) return { pointless: 'the buyer wants no messages any more' };
  }
  const event = stored?.document ?? about?.shown.event ?? { name: message.event_id };
  const orderUrl = about?.shown.order.url ?? `${shop.url}/`;
  const buyer = about?.order.customer.name ?? TESTER;
  const fill = (text: string) => fillPlaceholders(text, { buyer, event, orderUrl, language });
  return {
    content: {
      ...{ kind: 'message', shop, event, subject: fill(message.subject), body: fill(message.body) },
      orderUrl: about === undefined ? undefined : orderUrl,
      optOutUrl: `${shop.url}/opt-out#${optOutToken}`,
    },
    headers: {
      // By one click in the program that shows the mail (RFC 8058).
      'List-Unsubscribe': `<${shop.url}/api/v1/opt-outs/${optOutToken}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}

export async function composeOrderLinks({
  parts,
  shop: { shop },
  mail,
}: OtherMailParts): Promise<Composing | Pointless> {
  const { mail_id: mailId, address } = mail;
  if (address === ANONYMIZED) return { pointless: 'nobody knows any more to whom' };
  const { token, expiresAt } = await issueOrderLink(parts.records, { mailId, address });
  const minutes = Math.round((expiresAt.getTime() - Date.now()) / 60_000);
  return { content: { kind: 'order_links', shop, url: `${shop.url}/my-orders#${token}`, minutes } };
}

export function composeTest(
  { shop: { shop } }: OtherMailParts,
  { by }: MailAbouts['test'],
): Composing {
  return { content: { kind: 'test', shop, by } };
}

export function composeWebhookDisabled(
  { parts, shop: { shop } }: OtherMailParts,
  { url: endpoint, since, answer }: MailAbouts['webhook_disabled'],
): Composing {
  const consoleUrl = `${parts.config.CONSOLE_URL.replace(/\/+$/, '')}/webhooks`;
  return { content: { kind: 'webhook_disabled', shop, endpoint, since, answer, consoleUrl } };
}
