import { fromBase32, toBase32 } from './base32.ts';

// What the code of a ticket says, before it becomes text:
//
//   bytes  0      format: 1
//          1-4    id of the key that signed it: the first bytes of SHA-256 of the public key
//          5-10   event: of SHA-256 of its id
//         11-13   ticket type: of SHA-256 of EVENT/TYPE
//         14-25   ticket: of SHA-256 of ORDER/LINE/NUMBER/VERSION
//         26-89   Ed25519 signature of all of these
//
// 90 bytes are 144 characters, and a QR code of 41 by 41 modules. The id of an order opens it, so a code
// must not tell it: it has 80 random bits, so that nobody finds it by trying.

export const CODE_FORMAT = 1;
export const SIGNED_BYTES = 26;
export const CODE_BYTES = SIGNED_BYTES + 64;
export const CODE_CHARACTERS = (CODE_BYTES * 8) / 5;

/** How many bytes of a hash stand in a code. */
export const TAG_BYTES = { key: 4, event: 6, type: 3, ticket: 12 } as const;

/** A ticket as a code names it: each part in base32. */
export interface CodeContent {
  /** Eight hex digits. */
  keyId: string;
  event: string;
  type: string;
  /** What the list of dead tickets names it by. */
  ticket: string;
}

/** A code as it was read; nobody knows yet who has signed it. */
export interface ReadCode extends CodeContent {
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** The part of a code that is signed. */
export function packCode({ keyId, event, type, ticket }: CodeContent): Uint8Array<ArrayBuffer> {
  const tags = [event, type, ticket].flatMap((tag) => [...(fromBase32(tag) ?? [])]);
  const bytes = Uint8Array.of(CODE_FORMAT, ...Uint8Array.fromHex(keyId), ...tags);
  if (bytes.length === SIGNED_BYTES) return bytes;
  throw new RangeError(`what a code says has ${SIGNED_BYTES} bytes, not ${bytes.length}`);
}

/** Reads a code, also in small letters and with what scanners put around it; undefined when it is none. */
export function readCode(text: string): ReadCode | undefined {
  const trimmed = text.trim();
  if (trimmed.length !== CODE_CHARACTERS) return undefined;
  const bytes = fromBase32(trimmed);
  if (bytes?.[0] !== CODE_FORMAT) return undefined;
  let at = 1;
  const next = (length: number) => bytes.subarray(at, (at += length));
  return {
    keyId: toHex(next(TAG_BYTES.key)),
    event: toBase32(next(TAG_BYTES.event)),
    type: toBase32(next(TAG_BYTES.type)),
    ticket: toBase32(next(TAG_BYTES.ticket)),
    signed: bytes.subarray(0, SIGNED_BYTES),
    signature: bytes.subarray(SIGNED_BYTES),
  };
}

// Phones of a few years know no Uint8Array.prototype.toHex.
function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
