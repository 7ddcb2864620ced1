import { type LogStatus, shardName } from '@onsale/ledger';
import { Gauge, gauge, type Registry } from '@onsale/service';

/**
 * Exports the order log and how far its readers are behind, read on each scrape; while Redis is
 * unreachable, the last values read.
 */
export function createLogMetrics(registry: Registry, readLogs: () => Promise<LogStatus[]>): void {
  const ofShards = (find: (log: LogStatus) => number) => async () =>
    (await readLogs()).map((log) => [{ shard: shardName(log.shard) }, find(log)] as const);
  gauge(
    registry,
    {
      name: 'onsale_order_log_entries',
      help: 'Entries of the order log that not every reader is done with',
      labelNames: ['shard'],
    },
    ofShards(({ entries }) => entries),
  );
  gauge(
    registry,
    {
      name: 'onsale_order_log_bytes',
      help: 'Memory of the order log, roughly',
      labelNames: ['shard'],
    },
    ofShards(({ bytes }) => bytes),
  );
  const behind = new Gauge({
    name: 'onsale_order_log_behind_seconds',
    help: 'How long the oldest entry that a reader is not done with has waited',
    labelNames: ['shard', 'reader'],
    registers: [registry],
    async collect() {
      const logs = await readLogs().catch(() => undefined);
      if (logs === undefined) return;
      // A reader that was removed is not behind any more.
      behind.reset();
      for (const { shard, readers } of logs) {
        for (const { reader, ageMs } of readers) {
          behind.set({ shard: shardName(shard), reader }, ageMs / 1000);
        }
      }
    },
  });
}
