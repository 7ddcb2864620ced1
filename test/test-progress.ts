import { relative } from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { root } from './project-files.ts';

/** How many of the slowest files are named at the end: where to look when the suite has grown. */
const SLOWEST = 10;

interface FileSoFar {
  tests: number;
  failures: string[];
  /** Also a file that ended otherwise than by a test. */
  hasFailed: boolean;
}

/**
 * Tells what a run of tests has done so far. Node tells of the files in their order, and a slow one keeps
 * all others back; this takes `test:complete`, which comes at once.
 */
export class TestProgress {
  readonly #startedAtMs = performance.now();
  readonly #files = new Map<string, FileSoFar>();
  readonly #done: { name: string; seconds: number }[] = [];
  readonly #count: number;
  readonly #say: (line: string) => void;

  constructor(count: number, say: (line: string) => void) {
    this.#count = count;
    this.#say = say;
  }

  take({ type, data }: TestEvent): void {
    if (type !== 'test:complete' || data.file === undefined) return;
    const { name, file, details } = data;
    const soFar = this.#files.get(file) ?? { tests: 0, failures: [], hasFailed: false };
    this.#files.set(file, soFar);
    if (!details.passed) soFar.hasFailed = true;
    if (file.endsWith(name) && name.endsWith('.test.ts')) {
      this.#tell(relative(root, file), soFar, details.duration_ms / 1000);
    } else if (details.type !== 'suite') {
      soFar.tests++;
      if (!details.passed) soFar.failures.push(name);
    }
  }

  /** The slowest files. */
  end(): void {
    const slowest = this.#done.toSorted((one, other) => other.seconds - one.seconds);
    this.#say('\nthe slowest files, in seconds:');
    for (const { name, seconds } of slowest.slice(0, SLOWEST)) {
      this.#say(`${seconds.toFixed(1).padStart(7)}  ${name}`);
    }
    this.#say('');
  }

  #tell(name: string, file: FileSoFar, seconds: number): void {
    this.#done.push({ name, seconds });
    const of = String(this.#count);
    const place = `[${String(this.#done.length).padStart(of.length)}/${of}]`;
    const minutes = Math.floor((performance.now() - this.#startedAtMs) / 60_000);
    const tests = `${file.tests} ${file.tests === 1 ? 'test' : 'tests'}`;
    const failed = file.hasFailed ? ', FAILED' : '';
    this.#say(`${place} ${minutes} min  ${name}: ${tests}, ${seconds.toFixed(1)} s${failed}`);
    for (const failure of file.failures) this.#say(`  ✖ ${failure}`);
  }
}
