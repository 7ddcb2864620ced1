import { lookup } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Records, removeOldWebhooks, withoutRows } from '@onsale/records';
import { type Logger, type ServiceContext, splitList } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
import type { DeliveryConfig } from '../config.ts';
import { allowAddresses } from './allowed-addresses.ts';
import { createWebhookMetrics } from './webhook-metrics.ts';
import { WebhookSender } from './webhook-sender.ts';

/** Standard Webhooks: 15 to 30 s. */
const TIMEOUT_MS = 15_000;
const CLEAN_EVERY_MS = 3_600_000;
/** So many are removed at once; a pause after each lets others at the tables. */
const CLEAN_BATCH = 1000;
const CLEAN_PAUSE_MS = 100;

/** Begins to send webhooks, and to remove old ones. */
export function startWebhooks(
  { config, logger, registry, onClose }: ServiceContext<DeliveryConfig>,
  { records, jobs }: { records: Records; jobs: PgBoss },
): void {
  const sender = new WebhookSender({
    ...{ records, jobs, logger },
    way: {
      allowed: allowAddresses(splitList(config.WEBHOOK_PRIVATE_NETWORKS)),
      resolve: async (host) => await lookup(host, { all: true }),
      timeoutMs: TIMEOUT_MS,
    },
    noted: createWebhookMetrics(registry, records),
  });
  sender.start();
  onClose('webhooks', () => sender.stop());
  const stop = new AbortController();
  const cleaning = keepClean({ records, logger }, stop.signal);
  onClose('clean-up of webhooks', async () => {
    stop.abort();
    await cleaning;
  });
}

async function keepClean(
  { records, logger }: { records: Records; logger: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let removed = 0;
    try {
      removed = await removeOldWebhooks(records, CLEAN_BATCH);
    } catch (error) {
      logger.warn({ err: withoutRows(error) }, 'old webhooks cannot be removed');
    }
    const waitMs = removed >= CLEAN_BATCH ? CLEAN_PAUSE_MS : CLEAN_EVERY_MS;
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
