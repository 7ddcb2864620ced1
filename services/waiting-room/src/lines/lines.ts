import { setTimeout as delay } from 'node:timers/promises';
import { type DataGuard, KnownEvents, lineRulesOf } from '@onsale/ledger';
import { LineKeeper, type LineParts } from './line-keeper.ts';

/** How soon a changed event is noticed. */
const REFRESH_MS = 500;

type SharedParts = Omit<LineParts, 'obstacle' | 'othersWantPerS'>;

/** The lines of all events that have a waiting room, each kept by this process as long as it runs. */
export class Lines {
  readonly #parts: SharedParts;
  readonly #guard: Pick<DataGuard, 'obstacle'>;
  readonly #events: KnownEvents;
  readonly #stop = new AbortController();
  readonly #keepers = new Map<string, LineKeeper>();
  #shownVersion = -1;
  #refreshing: Promise<void> | undefined;

  constructor(parts: SharedParts, guard: Pick<DataGuard, 'obstacle'>) {
    this.#parts = parts;
    this.#guard = guard;
    this.#events = new KnownEvents(parts.ledger);
  }

  /** Finds the lines, then keeps them until closed. */
  async open(): Promise<void> {
    await this.#refresh();
    this.#refreshing = this.#refreshForever();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#refreshing;
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.close()));
  }

  /** The line of an event; undefined when it has no waiting room, does not exist, or is a draft or archived. */
  get(eventId: string): LineKeeper | undefined {
    return this.#keepers.get(eventId);
  }

  all(): LineKeeper[] {
    return [...this.#keepers.values()];
  }

  async #refreshForever(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(REFRESH_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // The connection itself reports when Redis is unreachable; what was known stays meanwhile.
      await this.#refresh().catch((error: unknown) =>
        this.#parts.logger.debug({ err: error }, 'could not look for changed events'),
      );
    }
  }

  async #refresh(): Promise<void> {
    if (this.#guard.obstacle !== undefined) return;
    await this.#events.refresh();
    const { version } = this.#events;
    if (version === this.#shownVersion) return;
    this.#shownVersion = version;
    const gone = new Set(this.#keepers.keys());
    for (const event of this.#events.shown()) {
      const rules = lineRulesOf(event.document);
      if (rules === undefined) continue;
      const { id } = event.document;
      gone.delete(id);
      const keeper = this.#keepers.get(id);
      if (keeper !== undefined) {
        if (keeper.event.revision !== event.revision) keeper.follow(event);
        continue;
      }
      const obstacle = () => this.#guard.obstacle?.message;
      const othersWantPerS = () => this.#wantedCallsPerS({ besides: id });
      const opened = new LineKeeper({ ...this.#parts, obstacle, othersWantPerS }, event, rules);
      this.#keepers.set(id, opened);
      opened.start();
    }
    for (const id of gone) {
      const keeper = this.#keepers.get(id);
      this.#keepers.delete(id);
      await keeper?.close();
    }
  }

  #wantedCallsPerS({ besides }: { besides: string }): number[] {
    return [...this.#keepers]
      .filter(([eventId]) => eventId !== besides)
      .map(([, { wantedCallsPerS }]) => wantedCallsPerS);
  }
}
