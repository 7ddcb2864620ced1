/** Each person has an address, of a network that is nobody's (RFC 2544). */
export function addressOf(index: number): string {
  return `198.18.${(index >> 8) & 255}.${index & 255}`;
}
