import type { FleetRow } from './fleet-row.ts';

/** Rows older than this are forgotten. */
const KEPT_S = 2 * 3600;
const PRUNE_EVERY_ROWS = 300;
const STORE = 'rows';

/**
 * What this browser has seen of the fleet, a row a second, so that the charts of a run are still
 * there after a reload. Several pages write the same second only once. Where the browser keeps
 * nothing, nothing is kept.
 */
export class FleetHistory {
  readonly #database: IDBDatabase;
  #added = 0;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** Undefined where the browser forbids it. */
  static async open(): Promise<FleetHistory | undefined> {
    return await new Promise((resolve) => {
      try {
        const asked = indexedDB.open('onsale-lab-fleet', 1);
        asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore(STORE));
        asked.addEventListener('success', () => resolve(new FleetHistory(asked.result)));
        asked.addEventListener('error', () => resolve(undefined));
      } catch {
        resolve(undefined);
      }
    });
  }

  /** All rows of the last two hours, oldest first. */
  async rows(): Promise<FleetRow[]> {
    return await new Promise((resolve) => {
      const range = IDBKeyRange.lowerBound(oldestS());
      const asked = this.#database.transaction(STORE).objectStore(STORE).getAll(range);
      asked.addEventListener('success', () => resolve(asked.result as FleetRow[]));
      asked.addEventListener('error', () => resolve([]));
    });
  }

  add(row: FleetRow): void {
    const store = this.#database.transaction(STORE, 'readwrite').objectStore(STORE);
    store.put(row, Math.round(row.timeS));
    if (this.#added++ % PRUNE_EVERY_ROWS === 0) store.delete(IDBKeyRange.upperBound(oldestS()));
  }

  close(): void {
    this.#database.close();
  }
}

function oldestS(): number {
  return Math.floor(Date.now() / 1000) - KEPT_S;
}
