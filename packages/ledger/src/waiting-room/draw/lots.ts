import { createHmac, hash, randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

// What anybody can check once seed and list are published.

/** What stands for a place in the list of lots: whoever sees it can't take the place. */
export function lotOf(place: string): string {
  return hash('sha256', `onsale lot ${place}`, 'base64url').slice(0, LOT_CHARACTERS);
}

export const LOT_CHARACTERS = 22;

/** A seed in hex and its hash, for scripts, which use them only if the lobby opens by their call. */
export function newSeed(): [seed: string, seedHash: string] {
  const seed = randomBytes(32).toString('hex');
  return [seed, hashSeed(seed)];
}

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

/**
 * The numbers of lots, the first is 1: by HMAC-SHA256 with the 32 bytes of the seed, the least first. It leaves room for
 * other work in between.
 */
export async function numbersOf(
  seed: string,
  lots: readonly string[],
): Promise<Map<string, number>> {
  const key = Buffer.from(seed, 'hex');
  const drawn: { lot: string; mac: Buffer }[] = [];
  for (const [i, lot] of lots.entries()) {
    if (i % LOTS_AT_ONCE === 0) await setImmediate();
    drawn.push({ lot, mac: createHmac('sha256', key).update(lot).digest() });
  }
  drawn.sort((a, b) => Buffer.compare(a.mac, b.mac));
  return new Map(drawn.map(({ lot }, i) => [lot, i + 1]));
}

/** How many lots are worked on at once, in Redis and here: a few ms. */
export const LOTS_AT_ONCE = 500;
