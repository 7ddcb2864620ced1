import type { LoadConfig } from '@onsale/contracts';
import { RequestText } from '@onsale/load-client';
import { type Click, LoadRequest, type RequestEnd, type RequestKind } from './load-request.ts';
import { OrderBodies, type PricedEntry } from './order-mix.ts';

/** Makes the requests of a run, each kind in proportion to its share. */
export class RequestMaker {
  readonly #text: RequestText;
  readonly #bodies: OrderBodies;
  readonly #end: RequestEnd;
  #config: LoadConfig;
  #followShare = 0;
  #lastClick: Click | undefined;

  constructor(options: {
    target: URL;
    runId: string;
    config: LoadConfig;
    mix: readonly PricedEntry[];
    end: RequestEnd;
  }) {
    this.#text = new RequestText(options.target);
    this.#bodies = new OrderBodies(options.runId);
    this.#end = options.end;
    this.#config = options.config;
    this.use(options.config, options.mix);
  }

  use(config: LoadConfig, mix: readonly PricedEntry[]): void {
    this.#config = config;
    this.#bodies.use(mix, config.paymentMethod);
  }

  /** Sets the share of orders that are followed at this rate of requests. */
  sampleAt(rps: number): void {
    const { shares, followMaxPerS } = this.#config;
    const orderShare = Math.max(0, 1 - shares.duplicates - shares.badRequests - shares.readers);
    const ordersPerS = rps * orderShare;
    if (followMaxPerS === 0) this.#followShare = 0;
    else this.#followShare = ordersPerS <= followMaxPerS ? 1 : followMaxPerS / ordersPerS;
  }

  next(dueMs: number): LoadRequest {
    const kind = this.#kind();
    const click = this.#clickOf(kind);
    return new LoadRequest({
      kind,
      text: this.#textOf(kind, click),
      dueMs,
      timeoutMs: this.#config.timeoutMs,
      click,
      followed: kind === 'orders' && this.#isSampled(),
      compared: kind === 'duplicates' || this.#config.shares.duplicates > 0,
      end: this.#end,
    });
  }

  #kind(): RequestKind {
    const { duplicates, badRequests, readers } = this.#config.shares;
    if (duplicates + badRequests + readers === 0) return 'orders';
    const at = Math.random();
    if (at < duplicates) return this.#lastClick === undefined ? 'orders' : 'duplicates';
    if (at < duplicates + badRequests) return 'badRequests';
    return at < duplicates + badRequests + readers ? 'readers' : 'orders';
  }

  #clickOf(kind: RequestKind): Click | undefined {
    if (kind === 'duplicates') return this.#lastClick;
    if (kind !== 'orders') return undefined;
    this.#lastClick = this.#bodies.order();
    return this.#lastClick;
  }

  #textOf(kind: RequestKind, click: Click | undefined): string {
    if (kind === 'readers') return this.#text.tickets();
    return this.#text.order(click?.body ?? this.#bodies.badOrder(), click?.key);
  }

  #isSampled(): boolean {
    return this.#followShare >= 1 || Math.random() < this.#followShare;
  }
}
