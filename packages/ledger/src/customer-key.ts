import { createHmac, hash } from 'node:crypto';
import type { Redis } from '@onsale/redis';
import { LAYOUT_KEY } from './keys.ts';
import { normalizeAddress } from './normalize-address.ts';

/** 132 bits of a digest, enough to rule out collisions. */
const FINGERPRINT_CHARACTERS = 22;

/** What stands for a customer, or for a client, in the heads of orders: an HMAC, cut as above. */
export function tagOfCustomer(customerKey: string, email: string): string {
  return tag(customerKey, `customer ${normalizeAddress(email)}`);
}

export function tagOfClient(customerKey: string, name: string): string {
  return tag(customerKey, `client ${name}`);
}

function tag(customerKey: string, text: string): string {
  const digest = createHmac('sha256', customerKey).update(text).digest('base64url');
  return digest.slice(0, FINGERPRINT_CHARACTERS);
}

/** The data was made with another `CUSTOMER_KEY`, so no customer would be recognized. */
export class CustomerKeyChangedError extends Error {
  constructor() {
    super(
      'CUSTOMER_KEY is not the one that this data was made with, so customers would not be recognized ' +
        'and could buy beyond their limits: set it to the former value (docs/configuration.md)',
    );
    this.name = 'CustomerKeyChangedError';
  }
}

/**
 * Fixes the key by which customers are recognized, with the first that is set; afterwards only the
 * same key passes. Only a fingerprint is stored. Throws `CustomerKeyChangedError` for another key.
 */
export async function fixCustomerKey(redis: Redis, customerKey: string): Promise<void> {
  const own = fingerprintOf(customerKey);
  const fixed = await redis.command(LAYOUT_KEY, ['HGET', LAYOUT_KEY, FIELD]);
  if (fixed === own) return;
  if (fixed !== null) throw new CustomerKeyChangedError();
  await redis.command(LAYOUT_KEY, ['HSETNX', LAYOUT_KEY, FIELD, own]);
  // Another process may have been first, with another key.
  await fixCustomerKey(redis, customerKey);
}

const FIELD = 'customerKey';

function fingerprintOf(customerKey: string): string {
  const digest = hash('sha256', `onsale customer key ${customerKey}`, 'base64url');
  return digest.slice(0, FINGERPRINT_CHARACTERS);
}
