import type { LoadConfig } from '@onsale/api-client';

/**
 * The configuration that the form shows: what the generator says in its statistics. What it has just
 * accepted counts at once, until the statistics say something else than they did then; otherwise the
 * form would fall back to the old values for half a second.
 */
export class AssumedConfig {
  #told: { text: string; config: LoadConfig } | undefined;
  #accepted: { whileTold: string | undefined; config: LoadConfig } | undefined;

  /** Undefined until the generator has spoken. The same object as long as nothing has changed. */
  get current(): LoadConfig | undefined {
    return this.#accepted?.config ?? this.#told?.config;
  }

  tell(config: LoadConfig): void {
    const text = JSON.stringify(config);
    if (text !== this.#told?.text) this.#told = { text, config };
    if (this.#accepted !== undefined && this.#accepted.whileTold !== text) {
      this.#accepted = undefined;
    }
  }

  accept(config: LoadConfig): void {
    this.#accepted = { whileTold: this.#told?.text, config };
  }
}
