import { hash } from 'node:crypto';
import { idempotencyClaimsKey, idempotencyKey, REHEARSAL_SHARD, shardOf } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { OrderExtras } from './order-extras.ts';

/** How long an idempotency key is remembered, in seconds: one day. */
export const IDEMPOTENCY_TTL_S = 86_400;

/** 132 bits of a digest, enough to rule out collisions. */
const DIGEST_CHARACTERS = 22;

/** What makes two requests with a key the same. */
export interface KeyedRequest {
  idempotencyKey: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type once. */
  lines: readonly { ticketId: string; qty: number }[];
  extras?: Pick<OrderExtras, 'answers' | 'code'>;
}

/**
 * The form in which a buyer's key is stored. It is scoped to the buyer, so keys of different buyers
 * never collide, and neither the key nor the e-mail address can be recovered from it.
 */
export function ownKey({
  idempotencyKey: key,
  customer,
}: Pick<KeyedRequest, 'idempotencyKey' | 'customer'>): string {
  return digest(`${customer.email.normalize('NFC').toLowerCase()} ${key}`);
}

/** Equal for two requests that ask for the same; the order of fields and lines does not matter. */
export function fingerprint(request: Omit<KeyedRequest, 'idempotencyKey'>): string {
  const lines = request.lines.map((line) => `${line.ticketId}:${line.qty}`).sort();
  const { name, email } = request.customer;
  const { answers = [], code } = request.extras ?? {};
  const asked = [name, email, request.paymentMethod, lines];
  // Without answers and code as in versions that knew none.
  if (answers.length > 0) asked.push(answers.map((answer) => JSON.stringify(answer)).sort());
  if (code !== undefined) asked.push(code);
  return digest(JSON.stringify(asked));
}

/**
 * The id of the order created by the same request earlier; undefined when there is none. Needs no
 * catalog, since the tickets may have left it. So it can't tell a rehearsal's request from the shop's,
 * whose keys are apart, and looks in both places: the fingerprint includes the tickets.
 */
export async function findFirstOrder(
  ledger: Ledger,
  request: KeyedRequest,
): Promise<string | undefined> {
  const key = ownKey(request);
  const found = await Promise.all([
    (async () => {
      const shard = ledger.shards === 1 ? 0 : await findClaimedShard(ledger, key);
      return shard === undefined ? undefined : await readRecord(ledger, shard, key);
    })(),
    readRecord(ledger, REHEARSAL_SHARD, key),
  ]);
  const wanted = fingerprint(request);
  return found.find((record) => record?.fingerprint === wanted)?.orderId;
}

async function readRecord(ledger: Ledger, shard: number, key: string) {
  const name = idempotencyKey(shard, key);
  const [record] = (await ledger.redis.command(name, ['MGET', name])) as [string | null];
  const [orderId, first] = record?.split(' ') ?? [];
  return first === undefined ? undefined : { orderId, fingerprint: first };
}

async function findClaimedShard(ledger: Ledger, key: string): Promise<number | undefined> {
  const claims = idempotencyClaimsKey(shardOf(key, ledger.shards), key);
  const [shard] = (await ledger.redis.command(claims, ['HVALS', claims])) as string[];
  return shard === undefined ? undefined : Number(shard);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, DIGEST_CHARACTERS);
}
