import type { Exchange } from '@onsale/load-client';

export type RequestKind = 'orders' | 'duplicates' | 'badRequests' | 'readers';

/** What the answer to an order must say: as JSON text to search for, and as values. */
export interface Expected {
  total: string;
  currency: string;
  amount: number;
  currencyCode: string;
}

/** One purchase; a second click sends the same request again. */
export interface Click {
  body: string;
  key: string;
  /** Unknown where the target did not tell the price of the tickets. */
  expected: Expected | undefined;
  /** The id in the first answer to it. */
  orderId?: string;
}

/** How a request reports its end to the engine. */
export interface RequestEnd {
  answered(request: LoadRequest, status: number, body: string): void;
  failed(request: LoadRequest, error: Error): void;
}

/** A request in flight. Latency counts from when it was due, service time from when it was written. */
export class LoadRequest implements Exchange {
  readonly kind: RequestKind;
  readonly text: string;
  readonly dueMs: number;
  readonly timeoutMs: number;
  readonly click: Click | undefined;
  /** Whether the order will be followed. */
  readonly followed: boolean;
  /** Whether its order is compared with that of a second click. */
  readonly compared: boolean;
  writtenMs = 0;
  readonly #end: RequestEnd;

  constructor(options: {
    kind: RequestKind;
    text: string;
    dueMs: number;
    timeoutMs: number;
    click: Click | undefined;
    followed: boolean;
    compared: boolean;
    end: RequestEnd;
  }) {
    this.kind = options.kind;
    this.text = options.text;
    this.dueMs = options.dueMs;
    this.timeoutMs = options.timeoutMs;
    this.click = options.click;
    this.followed = options.followed;
    this.compared = options.compared;
    this.#end = options.end;
  }

  answered(status: number, body: string): void {
    this.#end.answered(this, status, body);
  }

  failed(error: Error): void {
    this.#end.failed(this, error);
  }
}
