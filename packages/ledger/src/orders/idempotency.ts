import { hash } from 'node:crypto';
import { idempotencyClaimsKey, idempotencyKey, shardOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';

/** How long an idempotency key is remembered, in seconds: a day. */
export const IDEMPOTENCY_TTL_S = 86_400;

/** 132 bits of a digest: nobody makes two texts with the same one. */
const DIGEST_CHARACTERS = 22;

/** What makes a request with a key the same as another one. */
export interface KeyedRequest {
  idempotencyKey: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type once. */
  lines: readonly { ticketId: string; qty: number }[];
}

/**
 * What a buyer's key is stored as. Every buyer has keys of their own, whatever others call theirs;
 * and neither the key nor the address can be read from it.
 */
export function ownKey({
  idempotencyKey: key,
  customer,
}: Pick<KeyedRequest, 'idempotencyKey' | 'customer'>): string {
  return digest(`${customer.email.normalize('NFC').toLowerCase()} ${key}`);
}

/** Says whether two requests ask for the same; the order of fields and lines plays no part. */
export function fingerprint(request: Omit<KeyedRequest, 'idempotencyKey'>): string {
  const lines = request.lines.map((line) => `${line.ticketId}:${line.qty}`).sort();
  const { name, email } = request.customer;
  return digest(JSON.stringify([name, email, request.paymentMethod, lines]));
}

/**
 * The id of the order that the same request was given before; undefined when there is none. It needs
 * no catalog: the tickets may have left it since.
 */
export async function findFirstOrder(
  ledger: Ledger,
  request: KeyedRequest,
): Promise<string | undefined> {
  const key = ownKey(request);
  const shard = ledger.shards === 1 ? 0 : await findClaimedShard(ledger, key);
  if (shard === undefined) return undefined;
  const name = idempotencyKey(shard, key);
  const [record] = (await ledger.redis.command(name, ['MGET', name])) as [string | null];
  const [orderId, first] = record?.split(' ') ?? [];
  return first === fingerprint(request) ? orderId : undefined;
}

async function findClaimedShard(ledger: Ledger, key: string): Promise<number | undefined> {
  const claims = idempotencyClaimsKey(shardOf(key, ledger.shards), key);
  const [shard] = (await ledger.redis.command(claims, ['HVALS', claims])) as string[];
  return shard === undefined ? undefined : Number(shard);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, DIGEST_CHARACTERS);
}
