import { countWebhooks, type NotedWebhook, type Records } from '@onsale/records';
import { Counter, gauge, type Registry, shareResult } from '@onsale/service';

/** What the metrics of a scrape have in common is read once. */
const FRESH_MS = 1000;

/** Makes the metrics of webhooks; returns the function that counts an attempt. */
export function createWebhookMetrics(
  registry: Registry,
  records: Records,
): (noted: NotedWebhook) => void {
  const attempts = new Counter({
    name: 'onsale_webhook_attempts_total',
    help: 'Attempts to send webhooks to receivers',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const read = shareResult(() => countWebhooks(records), FRESH_MS);
  gauge(
    registry,
    { name: 'onsale_webhooks_waiting', help: 'Webhooks not taken yet' },
    async () => (await read()).waiting,
  );
  gauge(
    registry,
    {
      name: 'onsale_webhook_endpoints',
      help: 'Receivers: on, failing, off (by a member), switched_off (after long failure)',
      labelNames: ['state'],
    },
    async () => {
      const { on, failing, off, switchedOff } = await read();
      return [
        ...([[{ state: 'on' }, on] as const, [{ state: 'failing' }, failing] as const] as const),
        ...([[{ state: 'off' }, off] as const] as const),
        [{ state: 'switched_off' }, switchedOff] as const,
      ];
    },
  );
  return (outcome) => attempts.inc({ outcome });
}
