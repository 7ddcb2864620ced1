/** 128 random bits, for what is asked once though it may be sent twice. */
export function newKey(): string {
  // crypto.randomUUID is missing on plain http, which a shop in a local network may be.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
