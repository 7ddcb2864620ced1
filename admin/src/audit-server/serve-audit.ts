import { setTimeout as delay } from 'node:timers/promises';
import { type Ledger, NoLedgerError, openExistingLedger } from '@onsale/ledger';
import type { RedisConnection } from '@onsale/redis';
import { listen, openRedis, runService } from '@onsale/service';
import { AdminConfig } from '../config.ts';
import { buildAuditApp } from './audit-app.ts';

/** How often to check for data to audit. */
const RETRY_DELAY_MS = 1000;

/**
 * Runs the audit as a separate service, so that no process that sells has to read all orders. It
 * only reads, and may use a Redis user with read access only. Returns once it serves.
 */
export async function serveAudit(): Promise<void> {
  await runService('audit', AdminConfig, async (context) => {
    const { config, signal, onClose } = context;
    let redis: RedisConnection | undefined;
    let ledger: Ledger | undefined;
    const app = buildAuditApp(context, {
      ledger: () => ledger,
      obstacles: () => [
        ...(redis?.isReady() === true ? [] : ['Redis cannot be reached']),
        ...(ledger === undefined ? ['there is nothing to audit yet'] : []),
      ],
    });
    await listen(app, { HOST: config.HOST, PORT: config.AUDIT_PORT });
    onClose('HTTP', () => app.close());
    redis = await openRedis(context);
    ledger = await waitForLedger(redis, signal);
  });
}

// The data may be installed after this process starts.
async function waitForLedger(
  redis: RedisConnection,
  signal: AbortSignal,
): Promise<Ledger | undefined> {
  while (!signal.aborted) {
    try {
      return await openExistingLedger(redis);
    } catch (error) {
      if (!(error instanceof NoLedgerError)) throw error;
    }
    await delay(RETRY_DELAY_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
