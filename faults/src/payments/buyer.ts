import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@onsale/crowd';
import type { OrderPayment } from '@onsale/contracts';
import type { BankAccount } from './bank-account.ts';
import { PRICE_MINOR, SHOP_URL } from './paying-shop.ts';

/** Where to buy: any of these, each time another one. */
export interface WhereToBuy {
  gateways: readonly { address: string }[];
  payments: readonly { address: string }[];
  /** The headers that let an order in, where there is a line; undefined when nothing is left to wait for. */
  admit?: (email: string) => Promise<Record<string, string> | undefined>;
  ticketId?: string;
}

/** What buyers do with an order that is held for them. */
export const BEHAVIOURS = [
  ...(['pays', 'pays-twice-over', 'declined-then-pays', 'leaves-and-comes-back'] as const),
  ...([
    'two-windows',
    'pays-after-the-hold',
    'paid-though-expired',
    'cancels-while-paying',
  ] as const),
  ...(['cancels-then-pays', 'never-pays', 'never-begins', 'denied-by-3d-secure'] as const),
] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

/** What became of a buyer, as they know it. */
export interface BuyerReport {
  behaviour: Behaviour;
  orderIds: string[];
  /** Whether tickets were held for them, so that they did what they do. */
  isHeld: boolean;
  /** Pages of the bank on which they pressed "pay" and were let through. */
  paid: number;
  declined: number;
}

/** Everybody tries again, as browsers and people do, but not for ever. */
const RETRY_MS = 150;
const TRIES = 100;
/** How often a buyer comes who finds no ticket. */
const VISITS = 4;
const CALL_TIMEOUT_MS = 4000;

/** Buys one ticket. Never throws for what a shop or a bank may do; it reports what the buyer saw. */
export class Buyer {
  readonly #shop: WhereToBuy;
  readonly #bank: BankAccount;
  readonly #random: Random;
  readonly #holdMs: number;

  constructor(parts: { shop: WhereToBuy; bank: BankAccount; random: Random; holdMs: number }) {
    this.#shop = parts.shop;
    this.#bank = parts.bank;
    this.#random = parts.random;
    this.#holdMs = parts.holdMs;
  }

  async buy(key: string, behaviour: Behaviour): Promise<BuyerReport> {
    const report: BuyerReport = {
      behaviour,
      orderIds: [],
      isHeld: false,
      paid: 0,
      declined: 0,
    };
    // Who finds no ticket comes again, when somebody may have given one back.
    // In a line they wait instead.
    const visits = this.#shop.admit === undefined ? VISITS : 1;
    for (let visit = 1; visit <= visits && !report.isHeld; visit++) {
      if (visit > 1) await this.#think(this.#holdMs);
      const orderId = await this.#order(`${key}-${visit}`);
      if (orderId === undefined) continue;
      report.orderIds.push(orderId);
      report.isHeld = await this.#isHeld(orderId);
      if (report.isHeld) await this.#behave(report, orderId);
    }
    return report;
  }

  async #behave(report: BuyerReport, orderId: string): Promise<void> {
    const pay = async (url: string | undefined) => {
      if (url !== undefined && (await this.#press(url, 'pay'))) report.paid += 1;
    };
    const decline = async (url: string | undefined) => {
      if (url !== undefined && (await this.#press(url, 'decline'))) report.declined += 1;
    };
    const { behaviour } = report;
    if (behaviour === 'never-begins') return;
    const url = await this.#begin(orderId);
    switch (behaviour) {
      case 'pays':
        return await pay(url);
      case 'pays-twice-over':
        return void (await Promise.all([pay(url), pay(url), pay(url)]));
      case 'declined-then-pays':
        await decline(url);
        return await pay(await this.#begin(orderId));
      case 'denied-by-3d-secure':
        if (url !== undefined) await this.#request(`${url}/secure`);
        return await decline(url);
      case 'leaves-and-comes-back':
        await this.#think(this.#holdMs / 3);
        return await pay(await this.#begin(orderId));
      case 'two-windows': {
        // Whatever one page was lost to: nobody here knows of it until it is paid.
        const orderUrl = `${SHOP_URL}/orders/${orderId}`;
        const page = { key: `${orderId}-other`, orderUrl, amountMinor: PRICE_MINOR };
        const other = await this.#bank.openPage(page);
        return void (await Promise.all([pay(url), pay(other)]));
      }
      case 'pays-after-the-hold':
        await this.#think(this.#holdMs, this.#holdMs);
        return await pay(url);
      case 'paid-though-expired':
        if (url !== undefined)
          await this.#bank.chooseFaults(checkoutOf(url), ['paid_though_expired']);
        await this.#think(this.#holdMs, this.#holdMs);
        return await pay(url);
      case 'cancels-while-paying':
        return void (await Promise.all([pay(url), this.#cancel(orderId)]));
      case 'cancels-then-pays':
        await this.#cancel(orderId);
        return await pay(url);
      case 'never-pays':
        return;
      default:
        return behaviour satisfies never;
    }
  }

  // With the same key until there is an answer; undefined when there are no tickets.
  async #order(key: string): Promise<string | undefined> {
    const { ticketId = 'seat', admit } = this.#shop;
    const email = `${key}@example.com`;
    const body = {
      customer: { name: 'Ada', email },
      items: [{ ticketId, qty: 1 }],
      paymentMethod: 'online',
    };
    const place = async (admitted: Record<string, string>) =>
      await this.#insist(() => {
        const headers = { 'idempotency-key': key, ...admitted };
        const { address } = this.#random.pick(this.#shop.gateways);
        return this.#request(`${address}/v1/orders`, { method: 'POST', body, headers });
      });
    for (let turn = 1; turn <= TRIES; turn++) {
      const admitted = admit === undefined ? {} : await admit(email);
      if (admitted === undefined) return undefined;
      const answer = await place(admitted);
      if (answer?.status === 201) return (answer.body as { orderId: string }).orderId;
      // Their turn was over: they wait for another one.
      if (admit === undefined || answer?.status !== 403) return undefined;
      await delay(RETRY_MS);
    }
    return undefined;
  }

  async #isHeld(orderId: string): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const { address } = this.#random.pick(this.#shop.gateways);
      const answer = await this.#insist(() => this.#request(`${address}/v1/orders/${orderId}`));
      const { status } = (answer?.body ?? {}) as { status?: string };
      if (status !== 'pending' && status !== undefined) return status === 'held';
      await delay(RETRY_MS);
    }
    return false;
  }

  // The bank's page; undefined when the order can't be paid any more, or is being decided.
  async #begin(orderId: string): Promise<string | undefined> {
    const answer = await this.#insist(() => {
      const { address } = this.#random.pick(this.#shop.payments);
      return this.#request(`${address}/orders/${orderId}/payment`, { method: 'POST' });
    });
    return answer?.status === 200 ? (answer.body as { url: string }).url : undefined;
  }

  async #cancel(orderId: string): Promise<void> {
    await this.#insist(() => {
      const { address } = this.#random.pick(this.#shop.gateways);
      return this.#request(`${address}/v1/orders/${orderId}/cancel`, { method: 'POST' });
    });
  }

  // Whether the bank let the buyer through: it then sends them back to the shop.
  async #press(url: string, button: 'pay' | 'decline'): Promise<boolean> {
    const answer = await this.#insist(() =>
      this.#request(`${url}/${button}`, { method: 'POST', form: true }),
    );
    return answer?.status === 303 && (button === 'decline' || !answer.location.startsWith('/'));
  }

  /** How the shop says in the end that the payment stands. */
  async readPayment(orderId: string): Promise<OrderPayment | undefined> {
    const answer = await this.#insist(() => {
      const { address } = this.#random.pick(this.#shop.payments);
      return this.#request(`${address}/orders/${orderId}/payment`);
    });
    return answer?.status === 200 ? (answer.body as OrderPayment) : undefined;
  }

  async #think(mostMs: number, leastMs = 0): Promise<void> {
    await delay(leastMs + this.#random.integer(0, Math.floor(mostMs)));
  }

  // Asks again after whatever may be over soon; undefined when it never was.
  async #insist(ask: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await ask();
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
      await delay(this.#random.integer(RETRY_MS / 2, RETRY_MS * 2));
    }
    return undefined;
  }

  // Undefined when nothing answered.
  async #request(url: string, options: Request = {}): Promise<Answer | undefined> {
    const { method = 'GET', body, headers = {}, form = false } = options;
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    try {
      const response = await fetch(url, {
        method,
        headers: { 'content-type': type, origin: new URL(url).origin, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
      const location = response.headers.get('location') ?? '';
      return { status: response.status, location, body: isJson ? JSON.parse(text) : undefined };
    } catch {
      return undefined;
    }
  }
}

interface Request {
  method?: string;
  body?: object;
  headers?: Record<string, string>;
  form?: boolean;
}

interface Answer {
  status: number;
  location: string;
  body: unknown;
}

function checkoutOf(url: string): string {
  return url.split('/').at(-1) ?? '';
}
