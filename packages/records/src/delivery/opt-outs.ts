import { createHmac, timingSafeEqual } from 'node:crypto';
import { normalizeAddress } from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

const HASH_BYTES = 16;
const PROOF_BYTES = 16;

/** By what an address is known among those that want no messages. */
export function optOutHash(secret: string, address: string): string {
  const mailbox = normalizeAddress(address);
  return sign(secret, `address:${mailbox}`).subarray(0, HASH_BYTES).toString('base64url');
}

/** What stands in the link by which whoever reads the mail of this address opts out; nothing can be read from it. */
export function optOutToken(secret: string, address: string): string {
  const hash = optOutHash(secret, address);
  return `${hash}${proofOf(secret, hash).toString('base64url')}`;
}

/** Notes that an address wants no messages; false when nobody was given this token. */
export async function optOut(
  db: Records | RecordsTransaction,
  secret: string,
  token: string,
): Promise<boolean> {
  const hash = hashOf(secret, token);
  if (hash === undefined) return false;
  await db
    .insertInto('office.opt_outs')
    .values({ address_hash: hash })
    .onConflict((conflict) => conflict.column('address_hash').doNothing())
    .execute();
  return true;
}

/** Those of these addresses that want no messages. */
export async function findOptedOut(
  db: Records | RecordsTransaction,
  secret: string,
  addresses: readonly string[],
): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const hashes = new Map(addresses.map((address) => [optOutHash(secret, address), address]));
  const found = await db
    .selectFrom('office.opt_outs')
    .select('address_hash')
    .where('address_hash', 'in', [...hashes.keys()])
    .execute();
  const out = new Set(found.map((row) => row.address_hash));
  return new Set(addresses.filter((address) => out.has(optOutHash(secret, address))));
}

function hashOf(secret: string, token: string): string | undefined {
  const hashLength = Buffer.alloc(HASH_BYTES).toString('base64url').length;
  const hash = token.slice(0, hashLength);
  const proof = Buffer.from(token.slice(hashLength), 'base64url');
  const right = proofOf(secret, hash);
  return proof.length === right.length && timingSafeEqual(proof, right) ? hash : undefined;
}

const proofOf = (secret: string, hash: string) =>
  sign(secret, `opt-out:${hash}`).subarray(0, PROOF_BYTES);

const sign = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest();
