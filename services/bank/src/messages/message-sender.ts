import type { Logger } from '@onsale/service';
import { Webhook } from 'standardwebhooks';
import type { Checkout, Message } from '../books/documents.ts';
import type { Store } from '../books/store.ts';
import type { Dice } from '../faults/dice.ts';

const MESSAGE = 'message:';
/** Sent at the same time. */
const MAX_SENDING = 64;
const TIMEOUT_MS = 5000;
/** Wait before the second try; doubled after each. */
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 60_000;
/** As long as Stripe tries. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/** What there is of a message when it is written. */
export type NewMessage = Pick<Message, 'id' | 'checkoutId' | 'body'>;

export interface SenderOptions {
  store: Store;
  dice: Dice;
  url: string;
  secret: string;
  lateMs: () => number;
  checkout: (id: string) => Checkout;
  logger: Logger;
}

/**
 * Sends the bank's messages, signed by Standard Webhooks, until each is taken. They are in the store
 * together with what they tell, so a crash loses none; it may send one twice.
 */
export class MessageSender {
  readonly #options: SenderOptions;
  readonly #webhook: Webhook;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Keys of messages whose time has come. */
  readonly #ready = new Set<string>();
  #sending = 0;
  #isClosed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#webhook = new Webhook(options.secret);
  }

  /** Goes on with what the store has. */
  open(): void {
    for (const [key, message] of this.#options.store.startingWith(MESSAGE)) {
      this.#schedule(key, (message as Message).nextAtMs);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** How many messages have not been taken. */
  get waiting(): number {
    return this.#timers.size + this.#ready.size + this.#sending;
  }

  /** Takes over a message, and does to it what the faults want. */
  send(message: NewMessage): void {
    const { dice, lateMs } = this.#options;
    const checkout = this.#options.checkout(message.checkoutId);
    if (dice.strikes('message_lost', checkout)) return;
    let delayMs = 0;
    if (dice.strikes('message_late', checkout)) delayMs = lateMs();
    else if (dice.strikes('message_shuffled', checkout)) {
      delayMs = dice.fraction('shuffle') * lateMs();
    }
    this.#keep(`${MESSAGE}${message.id}`, message, delayMs);
    if (!dice.strikes('message_twice', checkout)) return;
    this.#keep(
      `${MESSAGE}${message.id}:again`,
      message,
      delayMs + dice.fraction('again') * lateMs(),
    );
  }

  /** Sends at once what was just written about a checkout, and resolves after the try. */
  async sendNow(checkoutId: string): Promise<void> {
    const keys = [...this.#ready, ...this.#timers.keys()].filter(
      (key) => this.#message(key)?.checkoutId === checkoutId,
    );
    await Promise.all(keys.map((key) => this.#try(key)));
  }

  #message(key: string): Message | undefined {
    return this.#options.store.get(key) as Message | undefined;
  }

  #keep(key: string, message: NewMessage, delayMs: number): void {
    const createdAtMs = Date.now();
    const nextAtMs = createdAtMs + delayMs;
    this.#options.store.put(key, { ...message, createdAtMs, tries: 0, nextAtMs } satisfies Message);
    this.#schedule(key, nextAtMs);
  }

  #schedule(key: string, atMs: number): void {
    const delayMs = Math.max(0, atMs - Date.now());
    const due = () => {
      this.#timers.delete(key);
      this.#ready.add(key);
      this.#sendReady();
    };
    this.#timers.set(key, setTimeout(due, delayMs).unref());
  }

  #sendReady(): void {
    for (const key of this.#ready) {
      if (this.#sending >= MAX_SENDING || this.#isClosed) return;
      void this.#try(key).then(() => this.#sendReady());
    }
  }

  async #try(key: string): Promise<void> {
    const { store, logger } = this.#options;
    const message = this.#message(key);
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#ready.delete(key);
    if (message === undefined) return;
    this.#sending += 1;
    const problem = await store
      .flushed()
      .then(() => this.#post(message))
      .catch((error: unknown) => describe(error));
    this.#sending -= 1;
    if (this.#isClosed) return;
    const isTooOld = Date.now() - message.createdAtMs > GIVE_UP_AFTER_MS;
    if (problem === undefined || isTooOld) {
      store.delete(key);
      return;
    }
    logger.debug({ message: message.id, tries: message.tries, problem }, 'message was not taken');
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** message.tries, MAX_WAIT_MS);
    const next = { ...message, tries: message.tries + 1, nextAtMs: Date.now() + waitMs };
    store.put(key, next);
    this.#schedule(key, next.nextAtMs);
  }

  // Undefined when it was taken, else what is wrong.
  async #post({ id, body }: Message): Promise<string | undefined> {
    const now = new Date();
    const response = await fetch(this.#options.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': this.#webhook.sign(id, now, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `status ${response.status}`;
  }
}

function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
