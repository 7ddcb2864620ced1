import { orderHandle, type Settlement, type StreamEntry } from '@onsale/ledger';
import type { Tracing } from '@onsale/service';

/** Adds a span for the settlement of a batch to the trace of each order whose entry has one. */
export function traceSettlement(
  tracing: Tracing,
  batch: { entries: readonly StreamEntry[]; outcomes: readonly Settlement[]; startedAtMs: number },
): void {
  const { entries, outcomes, startedAtMs } = batch;
  for (const [i, entry] of entries.entries()) {
    const parent = fieldOf(entry, 'traceparent');
    if (parent === undefined) continue;
    const placedAtMs = Number.parseInt(entry.id);
    tracing.start('settle', { kind: 'consumer', parent, startedAtMs })?.end({
      'onsale.order': orderHandle(entry.orderId),
      'onsale.outcome': outcomes[i] ?? 'unknown',
      'onsale.waited_ms': Math.max(0, Math.round(startedAtMs - placedAtMs)),
      'messaging.system': 'redis',
      'messaging.batch.message_count': entries.length,
    });
  }
}

// Fields alternate names and values.
function fieldOf({ fields }: StreamEntry, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) if (fields[i] === name) return fields[i + 1];
  return undefined;
}
