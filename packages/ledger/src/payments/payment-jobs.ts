import { loadScript, runScript } from '@onsale/redis';
import { PAYMENTS_RECONCILE_KEY, PAYMENTS_SWEEP_KEY } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readTimeMs } from '../redis-time.ts';

const claimJobScript = loadScript(new URL('./claim-job.lua', import.meta.url));

/** What one process of payments does at a time for all of them. */
export type PaymentJob = 'sweep' | 'reconcile';

const KEYS: Readonly<Record<PaymentJob, string>> = {
  sweep: PAYMENTS_SWEEP_KEY,
  reconcile: PAYMENTS_RECONCILE_KEY,
};

/**
 * Claims a job, or keeps it: for `claimMs`, after which another process may have it. Undefined when another
 * one has it, or when it is not time yet: `everyMs` after its mark. `mark` says how far the job has come
 * (Unix time in ms) and stays until it is set anew.
 */
export async function claimPaymentJob(
  ledger: Pick<Ledger, 'redis'>,
  job: PaymentJob,
  claim: { owner: string; claimMs: number; everyMs?: number; mark?: number },
): Promise<{ markMs: number | undefined; nowMs: number } | undefined> {
  const { owner, claimMs, everyMs, mark } = claim;
  const texts = [everyMs, mark].map((number) => (number === undefined ? '' : String(number)));
  const reply = await runScript(ledger.redis, claimJobScript, {
    keys: [KEYS[job]],
    args: [owner, String(claimMs), ...texts],
  });
  const [found, now] = reply as [string?, string?];
  if (now === undefined) return undefined;
  return { markMs: found === '' ? undefined : Number(found), nowMs: Number(now) };
}

/** What sweeps have found that no webhook had told. */
export interface SweepFinds {
  /** How many payments the last sweep found that found any, and when: Unix time in ms by Redis' clock. */
  payments: number;
  atMs: number;
}

/** Notes what a sweep has found. */
export async function noteSweepFinds(
  ledger: Pick<Ledger, 'redis'>,
  payments: number,
): Promise<void> {
  const key = PAYMENTS_SWEEP_KEY;
  const atMs = await readTimeMs(ledger, key);
  await ledger.redis.command(key, [
    'HSET',
    key,
    'found',
    String(payments),
    'foundAt',
    String(atMs),
  ]);
}

/** Reads it; undefined when none has ever found any. */
export async function readSweepFinds(
  ledger: Pick<Ledger, 'redis'>,
): Promise<SweepFinds | undefined> {
  const key = PAYMENTS_SWEEP_KEY;
  const reply = await ledger.redis.command(key, ['HMGET', key, 'found', 'foundAt']);
  const [payments, atMs] = reply as (string | null)[];
  if (typeof payments !== 'string' || typeof atMs !== 'string') return undefined;
  return { payments: Number(payments), atMs: Number(atMs) };
}
