import { randomBytes } from 'node:crypto';
import { DELIVERY_ROLE, OFFICE_ROLE, RECORDER_ROLE } from '@onsale/records';
import { addKey, formatKeys } from '@onsale/ticket-codes';
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

/** The Secret with the keys that tickets are signed with, and its entry: the file that delivery reads. */
export const TICKET_KEYS_SECRET = 'ticket-keys';
export const TICKET_KEYS_ENTRY = 'ticket-keys.json';

/** The Secret with the keys that places and admissions of waiting rooms are signed with. */
export const ADMISSIONS_SECRET = 'admissions';

/** What a shop has. */
export interface SecretOptions {
  bank: boolean;
  /** The address of a PostgreSQL elsewhere, without a login; undefined when the shop has its own. */
  database?: string | undefined;
}

/**
 * All Secrets but the one with the hashes: one for each Redis user with its password, one with the customer
 * key, one with the keys of admissions, those of the database, the keys of tickets, and one of the bank, where there is one. The customer key and
 * the keys of tickets have Secrets of their own because they must never be lost, while passwords may be made again. The owner of a PostgreSQL elsewhere
 * is not made here.
 */
export function wantedSecrets(
  users: readonly RedisUser[],
  { bank, database }: SecretOptions,
): WantedSecret[] {
  const withPassword = users.filter(({ hasPassword }) => hasPassword);
  const address = database ?? OWN_DATABASE;
  return [
    { name: 'customers', entries: { 'customer-key': newSecret } },
    { name: ADMISSIONS_SECRET, entries: { 'admission-keys': newSecret } },
    { name: TICKET_KEYS_SECRET, entries: { [TICKET_KEYS_ENTRY]: newTicketKeys } },
    ...(bank ? [BANK] : []),
    ...(database === undefined ? [ownerSecret()] : []),
    ...withPassword.map(({ name }) => ({
      name,
      entries: {
        [PASSWORD_ENTRY]: newSecret,
        ...(name === 'database-api' ? { 'api-token': newSecret } : {}),
        ...(name === 'payments' ? { 'payments-token': newSecret } : {}),
        ...(name === 'office' ? officeEntries(address) : {}),
        ...(name === 'delivery' ? databaseEntries(DELIVERY_ROLE, address) : {}),
        ...(name === 'recorder' ? databaseEntries(RECORDER_ROLE, address) : {}),
        // KEDA also reads the name of the user from here.
        ...(name === 'keda' ? { 'redis-username': () => name } : {}),
      },
    })),
  ];
}

/** The address of the shop's own PostgreSQL, and the name of its owner, in Kubernetes and Compose. */
export const OWN_DATABASE = 'postgres://postgres:5432/onsale';
export const DATABASE_OWNER = 'onsale';

/** An address of PostgreSQL with another login, if it has one already. */
export function withLogin(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}

// PostgreSQL reads the password alone, and who logs in the whole address.
function ownerSecret(): WantedSecret {
  const password = newSecret();
  const url = withLogin(OWN_DATABASE, DATABASE_OWNER, password);
  return { name: 'postgres', entries: { password: () => password, 'database-url': () => url } };
}

// The password is for whoever makes the role.
function databaseEntries(role: string, address: string): WantedSecret['entries'] {
  const password = newSecret();
  const url = withLogin(address, role, password);
  return { 'database-password': () => password, 'database-url': () => url };
}

// The token is also for those who ask it for archived orders.
function officeEntries(address: string): WantedSecret['entries'] {
  return {
    'office-token': newSecret,
    'office-secret': newSecret,
    ...databaseEntries(OFFICE_ROLE, address),
  };
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

/** The first key that tickets are signed with, as the file that delivery reads. */
export function newTicketKeys(): string {
  return formatKeys(addKey([]));
}

/** A password or key that cannot be guessed, of 43 characters that need no quoting anywhere. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
