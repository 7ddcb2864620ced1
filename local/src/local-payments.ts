import { randomBytes } from 'node:crypto';
import { keepSecret, ownFolder } from './local-redis.ts';
import type { Places } from './service-environment.ts';

/** Payments as `npm start` runs them: with its own bank, unless the environment names another provider. */
export interface LocalPayments {
  runsBank: boolean;
  /** What payments needs to know of its provider. */
  environment: Record<string, string>;
  /** The file with the token of the seller's team; undefined when the environment has a token. */
  tokenFile: string | undefined;
}

/** Makes the secrets of payments, once. */
export function prepareLocalPayments({ dataFolder, environment }: Places): LocalPayments {
  const provider = environment['PAYMENT_PROVIDER'] || 'bank';
  const runsBank = provider === 'bank';
  const hasToken = [environment['PAYMENTS_TOKEN'], environment['PAYMENTS_TOKEN_FILE']].some(
    (value) => value !== undefined && value !== '',
  );
  const tokenFile = hasToken ? undefined : secretFile(dataFolder, 'payments-token');
  return {
    runsBank,
    tokenFile,
    environment: {
      PAYMENT_PROVIDER: provider,
      ...(tokenFile === undefined ? {} : { PAYMENTS_TOKEN_FILE: tokenFile }),
      ...(runsBank ? { TEST_PAYMENTS: 'true', ...bankSecrets(dataFolder) } : {}),
    },
  };
}

/** What the bank and payments both know. */
export function bankSecrets(dataFolder: string): Record<string, string> {
  return {
    ...bankToken(dataFolder),
    BANK_WEBHOOK_SECRET: '',
    BANK_WEBHOOK_SECRET_FILE: secretFile(dataFolder, 'bank-webhook-secret', newWebhookSecret),
  };
}

/** What opens the books of the bank. */
export function bankToken(dataFolder: string): Record<string, string> {
  return { BANK_TOKEN: '', BANK_TOKEN_FILE: secretFile(dataFolder, 'bank-token') };
}

function secretFile(dataFolder: string, name: string, make?: () => string): string {
  ownFolder(`${dataFolder}/secrets`);
  const file = `${dataFolder}/secrets/${name}`;
  keepSecret(file, make);
  return file;
}

// In the form of Standard Webhooks.
function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
