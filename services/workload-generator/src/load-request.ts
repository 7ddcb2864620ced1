import type { Dispatcher } from 'undici';

export type RequestKind = 'orders' | 'duplicates' | 'badRequests' | 'readers';

/** One purchase of a buyer; a second click on it sends the same again. */
export interface Click {
  body: string;
  key: string;
  /** The order that the first answered click got. */
  orderId?: string;
}

/** What the engine wants to know of a request. */
export interface RequestEnd {
  answered(request: LoadRequest, status: number, body: string): void;
  failed(request: LoadRequest, error: Error): void;
}

/** Of an answer, more than this is not read into memory. */
const MAX_BODY_BYTES = 4096;

/** One request under way. Its latency counts from when it was due, its service time from the wire. */
export class LoadRequest implements Dispatcher.DispatchHandler {
  readonly kind: RequestKind;
  readonly dueMs: number;
  readonly click: Click | undefined;
  readonly followed: boolean;
  writtenMs = 0;
  readonly #end: RequestEnd;
  readonly #giveUpMs: number;
  #status = 0;
  #keepsBody = false;
  #body = '';

  constructor(options: {
    kind: RequestKind;
    dueMs: number;
    timeoutMs: number;
    click: Click | undefined;
    /** Whether the order is to be followed, so that its id is needed. */
    followed: boolean;
    /** Whether the ids of two clicks are to be compared. */
    compared: boolean;
    end: RequestEnd;
  }) {
    this.kind = options.kind;
    this.dueMs = options.dueMs;
    this.click = options.click;
    this.followed = options.followed;
    this.#keepsBody = options.followed || options.compared;
    this.#giveUpMs = options.dueMs + options.timeoutMs;
    this.#end = options.end;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.writtenMs = performance.now();
    // It has waited for a connection for so long that its buyer is gone.
    if (this.writtenMs > this.#giveUpMs) controller.abort(new WaitedTooLong());
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.#status = status;
    // Most bodies are of no interest, and copying them would cost the most of all.
    if (status >= 400) this.#keepsBody = this.kind !== 'badRequests' || status !== 400;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#keepsBody && this.#body.length < MAX_BODY_BYTES) {
      this.#body += chunk.toString('utf8', 0, MAX_BODY_BYTES);
    }
  }

  onResponseEnd(): void {
    this.#end.answered(this, this.#status, this.#body);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end.failed(this, error);
  }
}

class WaitedTooLong extends Error {
  readonly code = 'UND_ERR_HEADERS_TIMEOUT';
}
