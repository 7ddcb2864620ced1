import type { Settings } from '../books/documents.ts';
import type { Store } from '../books/store.ts';
import { Dice } from './dice.ts';

const SETTINGS = 'settings';
const DEFAULTS: Settings = { seed: 1, rates: {}, lateMs: 3000, slowMs: 2000, starts: 0 };

/** The settings of the faults, which survive a restart. */
export class Panel {
  readonly dice: Dice;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.dice = new Dice(() => this.settings);
    store.put(SETTINGS, { ...this.settings, starts: this.settings.starts + 1 });
  }

  get settings(): Settings {
    return (this.#store.get(SETTINGS) as Settings | undefined) ?? DEFAULTS;
  }

  /** Replaces what is given. A seed begins the row of faults again. */
  change(change: Partial<Omit<Settings, 'starts'>>): void {
    const starts = change.seed === undefined ? this.settings.starts : 1;
    this.#store.put(SETTINGS, { ...this.settings, ...change, starts });
    if (change.seed !== undefined) this.dice.restart();
  }
}
