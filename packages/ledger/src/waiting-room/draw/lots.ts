import { createHmac, hash } from 'node:crypto';

// What anybody can check once seed and list are published.

/** What stands for a place in the list of lots: whoever sees it can't take the place. */
export function lotOf(place: string): string {
  return hash('sha256', `onsale lot ${place}`, 'base64url').slice(0, LOT_CHARACTERS);
}

export const LOT_CHARACTERS = 22;

/** What is published of the seed before the draw: SHA-256 of its 32 bytes, in hex. */
export function hashSeed(seed: string): string {
  return hash('sha256', Buffer.from(seed, 'hex'), 'hex');
}

/** The list of lots as it is hashed and published: one a line. */
export function listOf(lots: readonly string[]): string {
  return lots.map((lot) => `${lot}\n`).join('');
}

/** What is published of the list before the draw: SHA-256 of its lines, in hex. */
export function hashList(lots: readonly string[]): string {
  return hash('sha256', listOf(lots), 'hex');
}

/** The numbers of lots, the first is 1: by HMAC-SHA256 with the 32 bytes of the seed, the least first. */
export function numbersOf(seed: string, lots: readonly string[]): Map<string, number> {
  const key = Buffer.from(seed, 'hex');
  const drawn = lots.map((lot) => ({ lot, mac: createHmac('sha256', key).update(lot).digest() }));
  drawn.sort((a, b) => Buffer.compare(a.mac, b.mac));
  return new Map(drawn.map(({ lot }, i) => [lot, i + 1]));
}
