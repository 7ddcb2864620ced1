import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { CodeCrypto } from '@onsale/ticket-codes/verify';

hashes.sha512 = sha512;

/** For browsers without WebCrypto, or with one that does not know Ed25519. A check takes some milliseconds. */
export const portableCrypto: CodeCrypto = {
  sha256: (bytes) => Promise.resolve(sha256(bytes)),
  isSigned: (publicKey, { signed, signature }) => {
    try {
      return Promise.resolve(verify(signature, signed, bytesOf(publicKey), { zip215: false }));
    } catch {
      // It is no key.
      return Promise.resolve(false);
    }
  },
};

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
