import { ApiError, type Audit, type Books } from '@onsale/contracts';
import {
  allShardsOf,
  audit,
  checkBooks,
  checkStock,
  type Ledger,
  readLogStatus,
  readPools,
  readStock,
  REHEARSAL_SHARD,
} from '@onsale/ledger';
import { isOutage, readDurability } from '@onsale/redis';
import { type Registry, shareResult } from '@onsale/service';
import { createAuditMetrics } from './audit-metrics.ts';
import { createLogMetrics } from './log-metrics.ts';

/** A more recent result is reused, so that many clients cost Redis no more than one. */
const BOOKS_FRESH_MS = 500;
const AUDIT_FRESH_MS = 3000;
/** The audit pauses between pages, so that orders never wait for it. */
const AUDIT_PAUSE_MS = 1;

/** Each rejects with `ApiError` 503 while Redis is unreachable. */
export interface Audits {
  readBooks: () => Promise<Books>;
  /** Only one audit runs at a time; concurrent requests share its result. */
  runAudit: () => Promise<Audit>;
}

/** `ledger` throws `ApiError` while there is no data; `signal` aborts a running audit. */
export function createAudits(
  registry: Registry,
  parts: { ledger: () => Ledger; signal: AbortSignal },
): Audits {
  const readBooks = shareResult(() => collectBooks(parts.ledger()).catch(refuse), BOOKS_FRESH_MS);
  const onAudited = createAuditMetrics(registry, readBooks);
  const readLogs = async () => await readLogStatus(parts.ledger(), { countUpTo: 0 });
  createLogMetrics(registry, shareResult(readLogs, BOOKS_FRESH_MS));
  const runAudit = shareResult(async () => {
    const found = await auditEverything(parts.ledger(), parts.signal).catch(refuse);
    onAudited(found);
    return found;
  }, AUDIT_FRESH_MS);
  return { readBooks, runAudit };
}

async function collectBooks(ledger: Ledger): Promise<Books> {
  const books = await Promise.all(
    allShardsOf(ledger).map(async (shard) => {
      const rehearsal = shard === REHEARSAL_SHARD ? { rehearsal: true } : {};
      const [stock, pools] = await Promise.all([
        readStock(ledger, shard),
        readPools(ledger, shard),
      ]);
      return {
        tickets: Array.from(stock, ([ticketId, counts]) => ({ ticketId, ...counts, ...rehearsal })),
        problems: [
          ...Array.from(stock).flatMap(([ticketId, counts]) => checkStock(ticketId, counts)),
          ...Array.from(pools).flatMap(([pool, counts]) => checkBooks(`pool ${pool}`, counts)),
        ],
      };
    }),
  );
  return {
    at: new Date().toISOString(),
    tickets: books.flatMap(({ tickets }) => tickets),
    problems: books.flatMap(({ problems }) => problems),
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
  const message = isStopped ? 'this process is shutting down' : 'the order books cannot be reached';
  throw new ApiError('REDIS_UNAVAILABLE', message, { retryAfterS: 1, cause: error });
}
