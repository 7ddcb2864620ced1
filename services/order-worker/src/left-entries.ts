import type { StreamEntry } from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import type { LeftReason, SettlementMetrics } from './settlement-metrics.ts';

/** Two versions run side by side for minutes, so one warning a minute is enough. */
const WARN_EVERY_MS = 60_000;
/** A few megabytes. A forgotten entry is claimed once more and left again. */
const MAX_REMEMBERED = 50_000;

/**
 * Entries that this process leaves to a newer version. They stay idle in the pending list until a
 * newer worker claims them; this process remembers them so as not to claim them again.
 */
export class LeftEntries {
  readonly #metrics: SettlementMetrics;
  readonly #logger: Logger;
  readonly #ids = new Set<string>();
  #warnedAtMs = -Infinity;

  constructor(metrics: SettlementMetrics, logger: Logger) {
    this.#metrics = metrics;
    this.#logger = logger;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(entries: readonly StreamEntry[], reason: LeftReason): void {
    const added = entries.filter(({ id }) => !this.#ids.has(id));
    if (added.length === 0) return;
    this.#metrics.left(reason, added.length);
    for (const { id } of added) this.#ids.add(id);
    for (const id of this.#ids) {
      if (this.#ids.size <= MAX_REMEMBERED) break;
      this.#ids.delete(id);
    }
    if (performance.now() - this.#warnedAtMs < WARN_EVERY_MS) return;
    this.#warnedAtMs = performance.now();
    this.#logger.warn(
      { entry: added[0]?.id, entries: added.length, reason },
      'leaving entries of a newer version to a newer worker',
    );
  }
}
