import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** 132 bits of a MAC. */
const MAC_CHARACTERS = 22;
const KEY_ID_CHARACTERS = 6;

/**
 * The keys that the waiting room and the gateways share: the first signs, all verify. A new one is added at the end
 * everywhere, then moved to the front, and the old one is removed once nothing signed by it is left.
 */
export class AdmissionKeys {
  readonly #keys: ReadonlyMap<string, string>;
  readonly #signing: string;

  /** `secrets`: at least one. */
  constructor(secrets: readonly string[]) {
    this.#keys = new Map(secrets.map((secret) => [idOf(secret), secret]));
    const [first] = this.#keys.keys();
    if (first === undefined) throw new RangeError('admissions need at least one key');
    this.#signing = first;
  }

  /** The id of the key that signs, and the MAC of a text for a purpose. */
  sign(purpose: string, text: string): { keyId: string; mac: string } {
    const keyId = this.#signing;
    return { keyId, mac: macOf(this.#keys.get(keyId) ?? '', purpose, text) };
  }

  /** Whether the key of this id made this MAC. */
  verify(purpose: string, text: string, { keyId, mac }: { keyId: string; mac: string }): boolean {
    const key = this.#keys.get(keyId);
    if (key === undefined || mac.length !== MAC_CHARACTERS) return false;
    const expected = macOf(key, purpose, text);
    const given = Buffer.from(mac, 'latin1');
    return (
      given.length === MAC_CHARACTERS && timingSafeEqual(Buffer.from(expected, 'latin1'), given)
    );
  }
}

// The purpose keeps what is signed for one from being good for another.
function macOf(key: string, purpose: string, text: string): string {
  const mac = createHmac('sha256', key).update(`onsale ${purpose} ${text}`).digest('base64url');
  return mac.slice(0, MAC_CHARACTERS);
}

function idOf(secret: string): string {
  return hash('sha256', `onsale admission key ${secret}`, 'base64url').slice(0, KEY_ID_CHARACTERS);
}
