import { isUtf8 } from 'node:buffer';
import { Webhook } from 'standardwebhooks';
import { type Headers, ProviderError, type ProviderEvent, WebhookError } from '../provider.ts';
import { fields, readCheckout, text, whole } from './read-answers.ts';

/**
 * Reads messages of the bank, signed by Standard Webhooks: the signature over id, time and body first, and
 * nothing older than five minutes.
 */
export function createWebhookReader(
  secret: string,
): (message: { headers: Headers; rawBody: Buffer }) => ProviderEvent {
  const webhook = new Webhook(secret);
  return ({ headers, rawBody }) => {
    // Other bytes could become the same text.
    if (!isUtf8(rawBody)) throw new WebhookError('the message is not UTF-8');
    const body = rawBody.toString();
    try {
      webhook.verify(body, singleHeaders(headers), { jsonParse: false });
    } catch {
      throw new WebhookError('the signature is wrong, or the message too old');
    }
    return readMessage(body);
  };
}

function readMessage(body: string): ProviderEvent {
  try {
    const message = fields(JSON.parse(body));
    const isAboutPayment = text(message['type']).startsWith('checkout.');
    return {
      id: text(message['id']),
      createdAtMs: whole(message['createdAtMs']),
      about: isAboutPayment ? { payment: readCheckout(message['data']) } : undefined,
    };
  } catch (error) {
    if (error instanceof SyntaxError) throw new WebhookError('the message is not JSON');
    if (error instanceof ProviderError) throw new WebhookError(error.message);
    throw error;
  }
}

function singleHeaders(headers: Headers): Record<string, string> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
}
