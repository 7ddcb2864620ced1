import { appendFileSync, renameSync, statSync } from 'node:fs';
import { say } from './terminal.ts';

/** A log that has grown to this becomes the old one, whose name ends in `.1`; no more are kept. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * The log of one process: bounded in size, and never a reason to stop. While it can't be written,
 * such as on a full disk, lines are lost to the file, and that is said once.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #bytes: number | undefined;
  #isFailing = false;

  constructor(path: string, { maxBytes = MAX_BYTES } = {}) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  append(line: string): void {
    const text = `${line}\n`;
    try {
      this.#rotate(Buffer.byteLength(text));
      appendFileSync(this.#path, text);
      if (this.#isFailing) say(`${this.#path} is written again; some lines are missing in it`);
      this.#isFailing = false;
    } catch (error) {
      // The size is unknown now: part of the line may have been written.
      this.#bytes = undefined;
      if (!this.#isFailing) say(describe(this.#path, error as NodeJS.ErrnoException));
      this.#isFailing = true;
    }
  }

  #rotate(added: number): void {
    this.#bytes ??= statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#bytes > 0 && this.#bytes + added > this.#maxBytes) {
      renameSync(this.#path, `${this.#path}.1`);
      this.#bytes = 0;
    }
    this.#bytes += added;
  }
}

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  ENOENT: 'its folder was deleted',
};

function describe(path: string, { code = '', message }: NodeJS.ErrnoException): string {
  const reason = REASONS[code] ?? message;
  return `${path} cannot be written (${reason}); everything goes on without it`;
}
