/** The slot of a key in a Redis Cluster: the CRC-16 (XMODEM) of its hash tag, or of the whole key. */
export function keySlot(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(hashTag(key))) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0);
    crc &= 0xffff;
  }
  return crc % SLOTS;
}

/** Number of slots in every Redis Cluster. */
export const SLOTS = 16_384;

// The text between the first opening brace and the next closing one, unless empty.
function hashTag(key: string): string {
  const open = key.indexOf('{');
  const close = key.indexOf('}', open + 1);
  return open === -1 || close <= open + 1 ? key : key.slice(open + 1, close);
}
