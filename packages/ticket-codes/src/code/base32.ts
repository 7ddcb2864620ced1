// Crockford's base32 without padding: capital letters and digits, which QR codes pack densely, and none
// that people mistake for another.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** What people and programs make of them. */
const LOOKALIKES = { O: '0', I: '1', L: '1' };
const BITS = 5;

const VALUES: ReadonlyMap<string, number> = new Map([
  ...Array.from(ALPHABET, (letter, value) => [letter, value] as const),
  ...Object.entries(LOOKALIKES).map(([letter, as]) => [letter, ALPHABET.indexOf(as)] as const),
]);

export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= BITS) {
      bits -= BITS;
      text += ALPHABET[value >>> bits];
      value &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + ALPHABET[value << (BITS - bits)];
}

/** Undefined when the text is not what `toBase32` makes, but for case and look-alikes. */
export function fromBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8));
  let at = 0;
  let bits = 0;
  let value = 0;
  for (const letter of text.toUpperCase()) {
    const more = VALUES.get(letter);
    if (more === undefined) return undefined;
    value = (value << BITS) | more;
    bits += BITS;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = value >>> bits;
    value &= (1 << bits) - 1;
  }
  // Otherwise several texts would say the same.
  return bits < BITS && value === 0 ? bytes : undefined;
}
