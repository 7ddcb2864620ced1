import { randomFillSync } from 'node:crypto';
import { REHEARSAL_SHARD } from '../keys.ts';

// An order id has 28 characters of Crockford's base 32, in lower case:
//   10 for the time in milliseconds   so ids sort by time
//    2 for the shard                  so the id alone locates the order
//   16 random (80 bits)               so ids can't be guessed
// docs/decisions/002-order-ids.md explains why it is not a UUID.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;
const SHARD_CHARACTERS = 2;
const RANDOM_CHARACTERS = 16;
const PATTERN = /^[0-7][0-9a-hjkmnp-tv-z]{27}$/;

// Ids are built from pairs of characters, ten bits each.
const PAIRS = Array.from(ALPHABET, (first) =>
  Array.from(ALPHABET, (second) => first + second),
).flat();

// Random numbers are generated for many ids at once, because one call costs more than an id.
const RANDOM_PAIRS = RANDOM_CHARACTERS / 2;
const pool = new Uint16Array(RANDOM_PAIRS * 512);
let used = pool.length;

// Shared by all ids of a millisecond.
const head = { createdAtMs: -1, shard: -1, text: '' };

/** Makes the id of a new order. `createdAtMs` is Unix time. */
export function newOrderId(shard: number, createdAtMs: number): string {
  if (head.createdAtMs !== createdAtMs || head.shard !== shard) {
    head.text = encode(createdAtMs, TIME_CHARACTERS) + encode(shard, SHARD_CHARACTERS);
    head.createdAtMs = createdAtMs;
    head.shard = shard;
  }
  return head.text + randomPart();
}

/** The shard and the time (Unix, in ms) in an order id; undefined when it is not a valid id. */
export function parseOrderId(
  id: string,
  shards: number,
): { shard: number; createdAtMs: number } | undefined {
  if (!PATTERN.test(id)) return undefined;
  const shard = decode(id.slice(TIME_CHARACTERS, TIME_CHARACTERS + SHARD_CHARACTERS));
  if (shard >= shards && shard !== REHEARSAL_SHARD) return undefined;
  return { shard, createdAtMs: decode(id.slice(0, TIME_CHARACTERS)) };
}

/** Whether an order is of a rehearsal, as its id says: nobody is told of it, and no money is in it. */
export function isRehearsalOrder(id: string): boolean {
  return parseOrderId(id, Infinity)?.shard === REHEARSAL_SHARD;
}

/** What the ids of orders begin with that are placed at this moment (Unix time): all earlier ones are less. */
export function orderIdStart(createdAtMs: number): string {
  return encode(Math.max(0, createdAtMs), TIME_CHARACTERS);
}

function randomPart(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let text = '';
  // 65,536 is a multiple of 1,024, so the low ten bits of a random number are evenly spread.
  for (let i = 0; i < RANDOM_PAIRS; i++) text += PAIRS[(pool[used++] ?? 0) & 1023];
  return text;
}

function encode(value: number, characters: number): string {
  let text = '';
  for (let i = 0; i < characters; i++) {
    text = ALPHABET[value % 32] + text;
    value = Math.floor(value / 32);
  }
  return text;
}

function decode(text: string): number {
  let value = 0;
  for (const character of text) value = value * 32 + ALPHABET.indexOf(character);
  return value;
}
