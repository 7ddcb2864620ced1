import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto';
import type { TicketKey } from '@onsale/contracts';
import { toBase32 } from '../code/base32.ts';
import { type CodeContent, packCode, TAG_BYTES } from '../code/code-layout.ts';

/** A key that tickets are signed with. */
export interface SigningKey {
  keyId: string;
  createdAt: string;
  /**
   * When codes are signed with it. It is published from the beginning, so that whoever checks tickets without a
   * network knows it by then.
   */
  signsFrom: string;
  privateKey: KeyObject;
  /** 32 bytes in base64url. */
  publicKey: string;
}

export function createSigningKey({ now, signsFrom }: { now: Date; signsFrom: Date }): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return keyOf(privateKey, {
    createdAt: now.toISOString(),
    signsFrom: signsFrom.toISOString(),
  });
}

/** A key from its text. Throws when it is none. */
export function readSigningKey(
  text: string,
  times: { createdAt: string; signsFrom: string },
): SigningKey {
  const der = Buffer.from(text, 'base64url');
  return keyOf(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), times);
}

/** The text of a key, which is secret. */
export function writeSigningKey({ privateKey }: SigningKey): string {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
}

/** What everybody may know of a key. */
export function publishedKey({ keyId, publicKey, createdAt }: SigningKey): TicketKey {
  return { keyId, publicKey, createdAt };
}

/** The code of a ticket: the same each time. */
export function signCode(key: SigningKey, content: Omit<CodeContent, 'keyId'>): string {
  const signed = packCode({ ...content, keyId: key.keyId });
  return toBase32(Buffer.concat([signed, sign(null, signed, key.privateKey)]));
}

function keyOf(privateKey: KeyObject, times: { createdAt: string; signsFrom: string }): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('it is not an Ed25519 key');
  const { x: publicKey = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const digest = hash('sha256', Buffer.from(publicKey, 'base64url'), 'buffer');
  const keyId = digest.subarray(0, TAG_BYTES.key).toString('hex');
  return { keyId, ...times, privateKey, publicKey };
}
