import type { Logger } from '@onsale/service';

/** One line for all that happened within this time. */
const SUMMED_MS = 10_000;
/** Networks that are named. */
const MAX_NAMED = 3;

/**
 * Logs that places were slowed, because a person who looks for the reason finds it there: how many of which event, and
 * of which networks, by their tags. Once in ten seconds for each event, however many there are.
 */
export class SlowedLog {
  readonly #logger: Pick<Logger, 'info'>;
  readonly #events = new Map<string, Map<string, number>>();

  constructor(logger: Pick<Logger, 'info'>) {
    this.#logger = logger;
  }

  add(eventId: string, network: string): void {
    let networks = this.#events.get(eventId);
    if (networks === undefined) {
      networks = new Map();
      this.#events.set(eventId, networks);
      setTimeout(() => this.#tell(eventId), SUMMED_MS).unref();
    }
    networks.set(network, (networks.get(network) ?? 0) + 1);
  }

  #tell(eventId: string): void {
    const networks = [...(this.#events.get(eventId) ?? [])].sort(([, a], [, b]) => b - a);
    this.#events.delete(eventId);
    const places = networks.reduce((sum, [, count]) => sum + count, 0);
    const most = networks.slice(0, MAX_NAMED).map(([network]) => network);
    this.#logger.info(
      { eventId, places, networks: networks.length, most },
      'places were slowed: many of their networks',
    );
  }
}
