import { randomBytes } from 'node:crypto';
import { hashPassword, type RedisUser } from './redis-users.ts';

/** A Secret that the shop needs: its entries, and how each of them is made. */
export interface WantedSecret {
  name: string;
  entries: Readonly<Record<string, () => string>>;
}

/** The entry with the password, in the Secret of each Redis user. */
export const PASSWORD_ENTRY = 'redis-password';

/** The Secret of Redis itself, with the hashes of all passwords. */
export const HASHES_SECRET = 'redis-users';

/**
 * All Secrets but the one with the hashes: one for each Redis user with its password, one with the customer
 * key, and one of the bank, where there is one. The customer key has a Secret of its own because it must
 * never change, while passwords may be made again.
 */
export function wantedSecrets(
  users: readonly RedisUser[],
  { bank }: { bank: boolean },
): WantedSecret[] {
  const withPassword = users.filter(({ hasPassword }) => hasPassword);
  return [
    { name: 'customers', entries: { 'customer-key': newSecret } },
    ...(bank ? [BANK] : []),
    ...withPassword.map(({ name }) => ({
      name,
      entries: {
        [PASSWORD_ENTRY]: newSecret,
        ...(name === 'database-api' ? { 'api-token': newSecret } : {}),
        ...(name === 'payments' ? { 'payments-token': newSecret } : {}),
        // KEDA also reads the name of the user from here.
        ...(name === 'keda' ? { 'redis-username': () => name } : {}),
      },
    })),
  ];
}

// No user of Redis; payments reads it too.
const BANK: WantedSecret = {
  name: 'bank',
  entries: { 'bank-token': newSecret, 'bank-webhook-secret': newWebhookSecret },
};

/** New values for all entries of a Secret. */
export function makeEntries({ entries }: WantedSecret): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, make]) => [name, make()]));
}

/** What is in the Secret with the hashes. */
export function hashPasswords(passwords: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(passwords).map(([user, password]) => [user, hashPassword(password)]),
  );
}

/** What a payment provider signs its messages with, in the form of Standard Webhooks. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** A password or key that cannot be guessed, of 43 characters that need no quoting anywhere. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
