import { ApiError, type Audit, type Books } from '@onsale/contracts';
import { audit, checkStock, type Ledger, readStock, shardsOf } from '@onsale/ledger';
import { isOutage, readDurability } from '@onsale/redis';
import { type Registry, shareResult } from '@onsale/service';
import { createAuditMetrics } from './audit-metrics.ts';

/** A younger result is given again: many watchers cost Redis no more than one. */
const BOOKS_FRESH_MS = 500;
const AUDIT_FRESH_MS = 3000;
/** An audit rests between two pages, so that orders never wait for it. */
const AUDIT_PAUSE_MS = 1;

/** Each rejects with `ApiError` 503 while Redis is away. */
export interface Audits {
  readBooks: () => Promise<Books>;
  /** One audit runs at a time; all who ask meanwhile get its result. */
  runAudit: () => Promise<Audit>;
}

/** `ledger` throws `ApiError` while there is none; `signal` ends the audit that runs. */
export function createAudits(
  registry: Registry,
  parts: { ledger: () => Ledger; signal: AbortSignal },
): Audits {
  const readBooks = shareResult(() => collectBooks(parts.ledger()).catch(refuse), BOOKS_FRESH_MS);
  const onAudited = createAuditMetrics(registry, readBooks);
  const runAudit = shareResult(async () => {
    const found = await auditEverything(parts.ledger(), parts.signal).catch(refuse);
    onAudited(found);
    return found;
  }, AUDIT_FRESH_MS);
  return { readBooks, runAudit };
}

async function collectBooks(ledger: Ledger): Promise<Books> {
  const shards = await Promise.all(shardsOf(ledger).map((shard) => readStock(ledger, shard)));
  const books = shards.flatMap((stock) => Array.from(stock));
  return {
    at: new Date().toISOString(),
    tickets: books.map(([ticketId, stock]) => ({ ticketId, ...stock })),
    problems: books.flatMap(([ticketId, stock]) => checkStock(ticketId, stock)),
  };
}

async function auditEverything(ledger: Ledger, signal: AbortSignal): Promise<Audit> {
  const startedAt = performance.now();
  const report = await audit(ledger, { signal, pauseMs: AUDIT_PAUSE_MS });
  const { faults } = await readDurability(ledger.redis);
  const tookMs = Math.round(performance.now() - startedAt);
  const problems = [...report.problems, ...faults];
  return { at: new Date().toISOString(), tookMs, ...report, problems };
}

function refuse(error: unknown): never {
  const isStopped = error instanceof Error && error.name === 'AbortError';
  if (!isStopped && !isOutage(error)) throw error;
  const message = isStopped ? 'this process is about to end' : 'the order books cannot be reached';
  throw new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 1, cause: error });
}
