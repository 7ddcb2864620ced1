import type { CodeCrypto } from '@onsale/ticket-codes/verify';
import { webCrypto } from '@onsale/ticket-codes/verify';

/**
 * What codes are checked with here. Browsers have Ed25519 since 2023 to 2025, and none of it on plain http; a good
 * ticket must not look forged there.
 */
export async function findCrypto(): Promise<CodeCrypto> {
  if (await hasEd25519()) return webCrypto;
  const { portableCrypto } = await import('./portable-crypto.ts');
  return portableCrypto;
}

async function hasEd25519(): Promise<boolean> {
  try {
    const x = 'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik';
    await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519', false, [
      'verify',
    ]);
    return true;
  } catch {
    // There is no WebCrypto, or none that knows it.
    return false;
  }
}
