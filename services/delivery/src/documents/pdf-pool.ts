import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ApiError, type DocumentContent } from '@onsale/contracts';
import { Histogram, type Registry } from '@onsale/service';
import type { TicketsContent } from '@onsale/tickets/pdf';

/** What a thread draws. */
export type PdfTask =
  | { kind: 'tickets'; content: TicketsContent }
  | { kind: 'document'; content: DocumentContent };

/** What it says of it. */
export type PdfAnswer = { pdf: Uint8Array<ArrayBuffer> } | { problem: string };

/** More would take what the server and the mails need. */
const MAX_THREADS = 4;
/** Some seconds of work of one thread; whoever comes later is told to. */
const MAX_WAITING = 200;
/** An order of a thousand tickets takes less. */
const TIMEOUT_MS = 60_000;
/** A thread takes some 40 MB, which nothing needs at night. */
const IDLE_MS = 60_000;
const MAX_HEAP_MB = 256;

interface Waiting {
  task: PdfTask;
  resolve: (pdf: Buffer) => void;
  reject: (error: Error) => void;
}

/**
 * Draws PDFs in threads, so that what answers buyers never waits for one: each takes tens of milliseconds. Threads
 * are started when they are needed. Close it with `close()`.
 */
export class PdfPool {
  readonly #threads = new Set<Thread>();
  readonly #max: number;
  // Who waits before the page, and mails.
  readonly #waiting: { person: Waiting[]; mail: Waiting[] } = { person: [], mail: [] };
  readonly #seconds: Histogram<'kind'>;
  #isClosed = false;

  constructor({
    registry,
    threads = Math.max(1, Math.min(MAX_THREADS, availableParallelism() - 1)),
  }: {
    registry: Registry;
    threads?: number;
  }) {
    this.#max = threads;
    this.#seconds = new Histogram({
      name: 'onsale_pdf_seconds',
      help: 'Time until a PDF is there, including the wait for a thread',
      labelNames: ['kind'],
      buckets: [0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    });
  }

  /** Draws one. A mail waits behind people. Rejects with `ApiError` 503 when too many wait. */
  async render(task: PdfTask, { isForMail = false } = {}): Promise<Buffer> {
    const line = isForMail ? this.#waiting.mail : this.#waiting.person;
    if (this.#isClosed || line.length >= MAX_WAITING) {
      throw new ApiError('OVERLOADED', 'too many PDFs are being made; try again', {
        retryAfterS: 5,
      });
    }
    const end = this.#seconds.startTimer({ kind: task.kind });
    const pdf = await new Promise<Buffer>((resolve, reject) => {
      line.push({ task, resolve, reject });
      this.#next();
    });
    end();
    return pdf;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const { person, mail } = this.#waiting;
    for (const { reject } of [...person.splice(0), ...mail.splice(0)]) {
      reject(new Error('the pool of PDFs was closed'));
    }
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #next(): void {
    const { person, mail } = this.#waiting;
    if (person.length + mail.length === 0) return;
    const thread = [...this.#threads].find(({ isFree }) => isFree) ?? this.#start();
    const waiting = thread === undefined ? undefined : (person.shift() ?? mail.shift());
    if (waiting !== undefined) thread?.work(waiting);
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#max) return undefined;
    const thread = new Thread({
      onFree: () => this.#next(),
      onEnd: () => {
        this.#threads.delete(thread);
        this.#next();
      },
    });
    this.#threads.add(thread);
    return thread;
  }
}

/** One thread and its task. It ends by itself when it has had none for a while, and when it fails. */
class Thread {
  readonly #worker = new Worker(new URL('pdf-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  readonly #onFree: () => void;
  #task: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ onFree, onEnd }: { onFree: () => void; onEnd: () => void }) {
    this.#onFree = onFree;
    this.#worker.on('message', (answer: PdfAnswer) => this.#answered(answer));
    this.#worker.on('error', (error) =>
      this.#fail(error instanceof Error ? error : new Error('its thread has failed')),
    );
    this.#worker.on('exit', () => {
      clearTimeout(this.#timer);
      this.#fail(new Error('the thread that makes PDFs has ended'));
      onEnd();
    });
  }

  get isFree(): boolean {
    return this.#task === undefined;
  }

  work(waiting: Waiting): void {
    this.#task = waiting;
    this.#endIn(TIMEOUT_MS);
    this.#worker.postMessage(waiting.task, []);
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answered(answer: PdfAnswer): void {
    const task = this.#task;
    this.#task = undefined;
    this.#endIn(IDLE_MS);
    if ('pdf' in answer) task?.resolve(Buffer.from(answer.pdf.buffer));
    else task?.reject(new Error(`the PDF could not be made: ${answer.problem}`));
    this.#onFree();
  }

  #fail(error: Error): void {
    this.#task?.reject(error);
    this.#task = undefined;
  }

  #endIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.end(), ms).unref();
  }
}
