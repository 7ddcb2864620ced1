import type { TicketKey } from '@onsale/contracts';
import { readKeyFile } from './key-file.ts';
import { publishedKey, type SigningKey } from './signing-key.ts';

/** A rotation takes effect after so long; Kubernetes takes a minute to bring the file. */
const LOOK_EVERY_MS = 2000;

/** The keys of a file, read again when it changes. */
export class TicketKeys {
  readonly #file: string;
  readonly #onChange: () => void;
  readonly #onError: (error: Error) => void;
  #keys: readonly SigningKey[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failed = '';

  constructor(options: {
    file: string;
    /** There are other keys. */
    onChange?: () => void;
    /** The file can't be read; the keys stay as they were. Once for each reason. */
    onError: (error: Error) => void;
  }) {
    this.#file = options.file;
    this.#onChange = options.onChange ?? (() => undefined);
    this.#onError = options.onError;
  }

  /** Reads the file, and looks at it from now on. */
  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Reads the file. */
  async look(): Promise<void> {
    try {
      const keys = await readKeyFile(this.#file);
      const ids = new Set(keys.map(({ keyId }) => keyId));
      if (!this.#keys.every(({ keyId }) => ids.has(keyId)))
        throw new Error('keys of tickets are missing in their file');
      this.#failed = '';
      if (idsOf(keys) === idsOf(this.#keys)) return;
      this.#keys = keys;
      this.#onChange();
    } catch (error) {
      const { message } = error as Error;
      if (message === this.#failed) return;
      this.#failed = message;
      this.#onError(error as Error);
    }
  }

  /** The key that signs; undefined while there is none. */
  get signing(): SigningKey | undefined {
    const now = Date.now();
    return this.#keys.find(({ signsFrom }) => Date.parse(signsFrom) <= now) ?? this.#keys.at(-1);
  }

  /** All keys, of which some have signed tickets that are still valid. */
  get published(): TicketKey[] {
    return this.#keys.map(publishedKey);
  }
}

function idsOf(keys: readonly SigningKey[]): string {
  return keys.map(({ keyId, signsFrom }) => `${keyId} ${signsFrom}`).join();
}
