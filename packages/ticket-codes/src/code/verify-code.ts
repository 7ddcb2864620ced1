import type { TicketKey } from '@onsale/contracts';
import { toBase32 } from './base32.ts';
import { type CodeContent, type ReadCode, readCode, TAG_BYTES } from './code-layout.ts';

/**
 * What a code is. `ok` says that we have issued it, not that it still admits: whether its ticket was replaced,
 * refunded or has been inside already says the list of the event.
 */
export type CodeVerdict =
  | ({ ok: true } & CodeContent)
  | {
      ok: false;
      /**
       * `malformed`: no code of a ticket, or of a newer format. `unknown_key`: signed by nobody we know, or by a
       * key newer than our list. `forged`: the signature is wrong. `other_event`: real, but of another event.
       */
      refused: 'malformed' | 'unknown_key' | 'forged' | 'other_event';
    };

/** The two operations that a check needs. */
export interface CodeCrypto {
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** With an Ed25519 key: 32 bytes in base64url. False for what is no key. */
  isSigned(publicKey: string, code: Pick<ReadCode, 'signed' | 'signature'>): Promise<boolean>;
}

/** What Node and browsers have by themselves. */
export const webCrypto: CodeCrypto = {
  sha256: async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  isSigned: async (publicKey, { signed, signature }) => {
    const key = await importKey(publicKey);
    return key !== undefined && (await crypto.subtle.verify('Ed25519', key, signature, signed));
  },
};

/**
 * Checks a code with the keys that `GET /ticket-keys` publishes, without a network; runs in browsers too. With
 * `eventId`, it must be of that event. `crypto` is for browsers without Ed25519: older ones, and pages on plain http.
 */
export async function verifyCode(
  code: string,
  keys: readonly Pick<TicketKey, 'keyId' | 'publicKey'>[],
  { eventId, crypto = webCrypto }: { eventId?: string; crypto?: CodeCrypto } = {},
): Promise<CodeVerdict> {
  const read = readCode(code);
  if (read === undefined) return { ok: false, refused: 'malformed' };
  const candidates = keys.filter(({ keyId }) => keyId === read.keyId);
  if (candidates.length === 0) return { ok: false, refused: 'unknown_key' };
  if (!(await isSignedByOne(read, candidates, crypto))) return { ok: false, refused: 'forged' };
  if (eventId !== undefined && (await eventTag(eventId, crypto)) !== read.event) {
    return { ok: false, refused: 'other_event' };
  }
  const { keyId, event, type, ticket } = read;
  return { ok: true, keyId, event, type, ticket };
}

/** What the codes of an event name it by. */
export async function eventTag(eventId: string, crypto = webCrypto): Promise<string> {
  return await tagOf(eventId, TAG_BYTES.event, crypto);
}

/** What the codes of a ticket type name it by. */
export async function typeTag(eventId: string, ticketId: string): Promise<string> {
  return await tagOf(`${eventId}/${ticketId}`, TAG_BYTES.type, webCrypto);
}

async function tagOf(text: string, length: number, crypto: CodeCrypto): Promise<string> {
  const digest = await crypto.sha256(new TextEncoder().encode(text));
  return toBase32(digest.subarray(0, length));
}

async function isSignedByOne(
  code: ReadCode,
  candidates: readonly Pick<TicketKey, 'publicKey'>[],
  crypto: CodeCrypto,
): Promise<boolean> {
  for (const { publicKey } of candidates) {
    if (await crypto.isSigned(publicKey, code)) return true;
  }
  return false;
}

/** There are as many as there were rotations. */
const MOST_KEYS = 1000;
const imported = new Map<string, Promise<CryptoKey | undefined>>();

// Undefined for what is no key. Importing one takes longer than a check.
async function importKey(publicKey: string): Promise<CryptoKey | undefined> {
  const known = imported.get(publicKey);
  if (known !== undefined) return await known;
  if (imported.size >= MOST_KEYS) imported.clear();
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey };
  const importing = crypto.subtle
    .importKey('jwk', jwk, 'Ed25519', false, ['verify'])
    .catch(() => undefined);
  imported.set(publicKey, importing);
  return await importing;
}
