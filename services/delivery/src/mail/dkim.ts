import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { DkimFacts } from '@onsale/records';
import type { DeliveryConfig } from '../config.ts';

/** How mails are signed, and what receivers must find in DNS for it. */
export interface Dkim {
  options: { domainName: string; keySelector: string; privateKey: string };
  facts: DkimFacts;
}

/**
 * What mails are signed with; undefined when they are not. Throws when the key is none that can be used, without
 * a word of it.
 */
export function readDkim({
  DKIM_DOMAIN: domain,
  DKIM_SELECTOR: selector,
  DKIM_PRIVATE_KEY: privateKey,
}: Pick<DeliveryConfig, 'DKIM_DOMAIN' | 'DKIM_SELECTOR' | 'DKIM_PRIVATE_KEY'>): Dkim | undefined {
  if (domain === undefined && privateKey === undefined) return undefined;
  if (domain === undefined || privateKey === undefined) {
    throw new Error('DKIM_DOMAIN and DKIM_PRIVATE_KEY must be set both, or neither');
  }
  const publicKey = publicKeyOf(privateKey);
  return {
    options: { domainName: domain, keySelector: selector, privateKey },
    facts: { domain, selector, publicKey },
  };
}

function publicKeyOf(privateKey: string): string {
  try {
    const key = createPrivateKey(privateKey);
    // Few receivers know another one yet.
    if (key.asymmetricKeyType !== 'rsa') throw new Error('not RSA');
    const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return der.toString('base64');
  } catch {
    throw new Error('DKIM_PRIVATE_KEY must be an RSA key, as PEM');
  }
}
