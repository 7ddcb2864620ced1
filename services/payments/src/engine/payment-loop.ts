import { setTimeout as delay } from 'node:timers/promises';
import { allShardsOf, claimDuePayments, type DataGuard, orderHandle } from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import { type PaymentWork, workOnPayment } from './work-on-payment.ts';

/** How often due payments are looked for. */
const LOOK_EVERY_MS = 250;
/** Orders that one process works on at once; they wait for the provider, which may take its time. */
const MAX_AT_ONCE = 64;

/**
 * Works on payments that are due, and at once on those that this process has just learned something of.
 * Any number of processes do this; each order is claimed by one of them for a while.
 */
export class PaymentLoop {
  readonly #parts: { work: PaymentWork; guard: Pick<DataGuard, 'obstacle'>; logger: Logger };
  readonly #stop = new AbortController();
  readonly #working = new Map<string, Promise<void>>();
  /** Those of them about which something new was learned meanwhile. */
  readonly #again = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(parts: { work: PaymentWork; guard: Pick<DataGuard, 'obstacle'>; logger: Logger }) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(this.#working.values());
  }

  /** Works on an order at once, unless there is too much to do: then it waits until it is found due. */
  soon(orderId: string): void {
    if (this.#stop.signal.aborted) return;
    if (this.#working.has(orderId)) this.#again.add(orderId);
    else if (this.#working.size < MAX_AT_ONCE) this.#begin(orderId);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { guard, logger } = this.#parts;
    while (!signal.aborted) {
      let found = 0;
      if (guard.obstacle === undefined) {
        found = await this.#claim().catch((error: unknown) => {
          logger[isOutage(error) ? 'debug' : 'error'](
            { err: error },
            'due payments could not be read',
          );
          return 0;
        });
      }
      if (this.#working.size >= MAX_AT_ONCE) await Promise.race(this.#working.values());
      else if (found === 0) {
        await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  // Returns how many were found.
  async #claim(): Promise<number> {
    const { ledger } = this.#parts.work;
    let found = 0;
    for (const shard of allShardsOf(ledger)) {
      const room = MAX_AT_ONCE - this.#working.size;
      if (room <= 0) return found;
      const orderIds = await claimDuePayments(ledger, shard, room);
      found += orderIds.length;
      for (const orderId of orderIds) {
        if (this.#working.has(orderId)) this.#again.add(orderId);
        else this.#begin(orderId);
      }
    }
    return found;
  }

  #begin(orderId: string): void {
    const working = this.#work(orderId).finally(() => {
      this.#working.delete(orderId);
      if (this.#again.delete(orderId)) this.soon(orderId);
    });
    this.#working.set(orderId, working);
  }

  // What fails here is found due again when its claim has ended.
  async #work(orderId: string): Promise<void> {
    const { work, logger } = this.#parts;
    try {
      await workOnPayment(work, orderId);
    } catch (error) {
      const fields = { err: error, order: orderHandle(orderId) };
      logger[isOutage(error) ? 'debug' : 'error'](fields, 'a payment could not be worked on');
    }
  }
}
