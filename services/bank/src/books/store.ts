import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

const JOURNAL = 'journal';
const NEXT_JOURNAL = 'journal.next';
/** A journal with less is not worth writing anew. */
const COMPACT_FROM_BYTES = 8 * 1024 * 1024;
/** Documents in one line of a compacted journal; with more, nothing else would run meanwhile. */
const DOCUMENTS_PER_LINE = 500;

/**
 * Documents by key, in memory and in a journal on disk. Each line of the journal is what changed
 * together since the line before: `[[key, document or null], …]`. A line is all or nothing, because one
 * that a crash cut off is not JSON.
 *
 * All changes that arrive during one fsync share the next, so thousands a second cost a few hundred of
 * them. Nothing may be told to anybody before `flushed()` resolves.
 */
export class Store {
  readonly #folder: string;
  readonly #onFailure: (error: Error) => void;
  readonly #documents = new Map<string, unknown>();
  #file: FileHandle;
  /** Changed and not yet written. */
  #dirty = new Set<string>();
  #writing: Promise<void> | undefined;
  #sizeBytes = 0;
  #sizeAfterCompactionBytes = 0;

  /** Reads the journal in this folder, or begins one. `onFailure` must end the process. */
  static async open(folder: string, onFailure: (error: Error) => void): Promise<Store> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(
      join(folder, JOURNAL),
      constants.O_RDWR | constants.O_CREAT | constants.O_APPEND,
      0o600,
    );
    const store = new Store(folder, file, onFailure);
    try {
      await store.#replay();
      await syncFolder(folder);
    } catch (error) {
      await file.close();
      throw error;
    }
    return store;
  }

  private constructor(folder: string, file: FileHandle, onFailure: (error: Error) => void) {
    this.#folder = folder;
    this.#file = file;
    this.#onFailure = onFailure;
  }

  get(key: string): unknown {
    return this.#documents.get(key);
  }

  /** All documents whose key has this beginning, in the order of their creation. */
  *startingWith(prefix: string): Generator<[string, unknown]> {
    for (const entry of this.#documents) if (entry[0].startsWith(prefix)) yield entry;
  }

  /** Stores a document, or notes that one which is stored was changed. */
  put(key: string, document: unknown): void {
    this.#documents.set(key, document);
    this.#dirty.add(key);
  }

  delete(key: string): void {
    if (this.#documents.delete(key)) this.#dirty.add(key);
  }

  /** Resolves when everything that was put until now is on disk. */
  async flushed(): Promise<void> {
    // The line that is being written may have been made before the last change: wait for the next too.
    if (this.#writing !== undefined) await this.#writing;
    if (this.#dirty.size > 0 || this.#writing !== undefined) await this.#write();
  }

  async close(): Promise<void> {
    await this.flushed();
    await this.#file.close();
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeNow()
      .catch((error: Error) => {
        this.#onFailure(error);
        throw error;
      })
      .finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  async #writeNow(): Promise<void> {
    if (this.#sizeBytes > Math.max(COMPACT_FROM_BYTES, 4 * this.#sizeAfterCompactionBytes)) {
      await this.#compact();
      return;
    }
    await this.#append(this.#file, this.#takeDirty());
    await this.#file.datasync();
  }

  // The new journal has a copy of everything, then what was changed while that was copied.
  async #compact(): Promise<void> {
    const path = join(this.#folder, NEXT_JOURNAL);
    const next = await open(path, 'w', 0o600);
    this.#sizeBytes = 0;
    let line: string[] = [];
    for (const [key] of this.#documents) {
      line.push(key);
      if (line.length < DOCUMENTS_PER_LINE) continue;
      await this.#append(next, this.#lineOf(line));
      line = [];
    }
    await this.#append(next, this.#lineOf(line));
    await this.#append(next, this.#takeDirty());
    await next.sync();
    await rename(path, join(this.#folder, JOURNAL));
    await syncFolder(this.#folder);
    await this.#file.close();
    this.#file = next;
    this.#sizeAfterCompactionBytes = this.#sizeBytes;
  }

  async #append(file: FileHandle, line: string): Promise<void> {
    const bytes = Buffer.from(line);
    for (let written = 0; written < bytes.length;) {
      written += (await file.write(bytes, written)).bytesWritten;
    }
    this.#sizeBytes += bytes.length;
  }

  #takeDirty(): string {
    const keys = [...this.#dirty];
    this.#dirty = new Set();
    return this.#lineOf(keys);
  }

  #lineOf(keys: readonly string[]): string {
    return `${JSON.stringify(keys.map((key) => [key, this.#documents.get(key) ?? null]))}\n`;
  }

  async #replay(): Promise<void> {
    const text = await readFile(join(this.#folder, JOURNAL));
    let begin = 0;
    for (;;) {
      const end = text.indexOf(0x0a, begin);
      if (end === -1) break;
      this.#apply(text.toString('utf8', begin, end), begin);
      begin = end + 1;
    }
    // What a crash cut off was never answered.
    if (begin < text.length) await this.#file.truncate(begin);
    this.#sizeBytes = begin;
  }

  #apply(line: string, offset: number): void {
    let changes: [string, unknown][];
    try {
      changes = JSON.parse(line) as [string, unknown][];
    } catch (error) {
      const path = join(this.#folder, JOURNAL);
      throw new Error(`${path} is damaged at byte ${offset}`, { cause: error });
    }
    for (const [key, document] of changes) {
      if (document === null) this.#documents.delete(key);
      else this.#documents.set(key, document);
    }
  }
}

// A new or renamed file is there after a power cut only if its folder is synced.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
