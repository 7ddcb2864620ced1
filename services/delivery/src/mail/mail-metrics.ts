import { readMailQueue, type Records } from '@onsale/records';
import { Counter, gauge, Histogram, type Registry, shareResult } from '@onsale/service';

/** What the metrics of a scrape have in common is read once. */
const FRESH_MS = 1000;

/** What became of an attempt. */
export type AttemptOutcome =
  | 'sent'
  | 'kept'
  | 'refused'
  | 'later'
  | 'unknown'
  | 'unusable'
  | 'skipped'
  | 'not_composed';

export interface MailMetrics {
  /** An attempt at a mail of this kind. */
  attempted(kind: string, outcome: AttemptOutcome): void;
  /** How long a server took to take a mail. */
  took(seconds: number): void;
  paused(): void;
  /** Mails that this process has handed over since its start. */
  sentTotal(): number;
}

export function createMailMetrics(registry: Registry, records: Records): MailMetrics {
  const registers = [registry];
  const attempts = new Counter({
    name: 'onsale_mails_total',
    help: 'Attempts at mails: sent, kept (no server), refused (for good), later, unknown (connection broke), unusable (server, for any mail), skipped, not_composed',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'onsale_mail_send_duration_seconds',
    help: 'Time until the mail server has taken a mail',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const pauses = new Counter({
    name: 'onsale_mail_server_pauses_total',
    help: 'Times that the mail server was unusable and left alone',
    registers,
  });
  const read = shareResult(() => readMailQueue(records), FRESH_MS);
  gauge(
    registry,
    { name: 'onsale_mails_waiting', help: 'Mails that could leave now' },
    async () => (await read()).waiting,
  );
  gauge(
    registry,
    {
      name: 'onsale_mails_overdue_seconds',
      help: 'How long the first waiting mail has been due',
    },
    async () => {
      const { oldestDueAt } = await read();
      const seconds = oldestDueAt === undefined ? 0 : (Date.now() - oldestDueAt.getTime()) / 1000;
      return Math.max(0, seconds);
    },
  );
  let sent = 0;
  return {
    attempted(kind, outcome) {
      attempts.inc({ kind, outcome });
      if (outcome === 'sent' || outcome === 'kept') sent++;
    },
    took: (seconds) => duration.observe(seconds),
    paused: () => pauses.inc(),
    sentTotal: () => sent,
  };
}
