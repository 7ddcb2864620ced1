import {
  type Examination,
  type Headers,
  ProviderError,
  type ProviderEvent,
  WebhookError,
} from '../provider.ts';
import type { BankApi } from './bank-api.ts';
import { fields, text, whole } from './read-answers.ts';

/** Beyond this, times in messages could look too old. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000;

/** Checks what can be wrong between the bank and us. Its webhook endpoint is its own WEBHOOK_URL. */
export async function examineBank(
  api: BankApi,
  readWebhook: (message: { headers: Headers; rawBody: Buffer }) => ProviderEvent,
): Promise<Examination> {
  const account = await readAccount(api);
  if (account instanceof ProviderError) {
    return { checks: [{ name: 'account', ok: false, message: account.message }] };
  }
  const differenceMs = Math.abs(Date.now() - account.nowMs);
  const isSameSecret = hasSameSecret(account.sample, readWebhook);
  return {
    checks: [
      { name: 'account', ok: true, message: 'the bank answers, and accepts our token' },
      {
        name: 'webhook',
        ok: true,
        message: `messages go to ${account.webhookUrl}; ${account.waitingMessages} are waiting`,
      },
      {
        name: 'secret',
        ok: isSameSecret,
        message: isSameSecret
          ? 'BANK_WEBHOOK_SECRET is the same here and at the bank'
          : 'BANK_WEBHOOK_SECRET is not what the bank signs with',
      },
      {
        name: 'clock',
        ok: differenceMs < MAX_CLOCK_DIFFERENCE_MS,
        message: `the clocks are ${differenceMs} ms apart`,
      },
    ],
  };
}

async function readAccount(api: BankApi) {
  try {
    const account = fields(await api.get('/account'));
    const sample = fields(account['sample']);
    return {
      nowMs: whole(account['nowMs']),
      webhookUrl: text(account['webhookUrl']),
      waitingMessages: whole(account['waitingMessages']),
      sample: { headers: fields(sample['headers']) as Headers, body: text(sample['body']) },
    };
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

function hasSameSecret(
  { headers, body }: { headers: Headers; body: string },
  readWebhook: (message: { headers: Headers; rawBody: Buffer }) => ProviderEvent,
): boolean {
  try {
    readWebhook({ headers, rawBody: Buffer.from(body) });
    return true;
  } catch (error) {
    if (error instanceof WebhookError) return false;
    throw error;
  }
}
