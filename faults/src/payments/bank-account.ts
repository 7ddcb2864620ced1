import { setTimeout as delay } from 'node:timers/promises';

/** What the bank says of a checkout; the part that is counted. */
export interface BankCheckout {
  id: string;
  paymentId?: string;
  orderUrl: string;
  state: 'open' | 'processing' | 'paid' | 'failed' | 'expired';
  amountMinor: number;
  currency: string;
  refunds: { id: string; amountMinor: number; state: 'pending' | 'done' | 'failed' }[];
  disputes: { id: string; amountMinor: number; state: string }[];
}

/** The sums of an order in one currency, in the bank's books. */
export interface BankSums {
  orderUrl: string;
  currency: string;
  payments: number;
  paidMinor: number;
  refundedMinor: number;
  pendingMinor: number;
  lostMinor: number;
  undecided: number;
}

/** The seller's side of the bank, as the torture needs it; each call is repeated until it is answered. */
export interface BankAccount {
  setFaults(settings: {
    seed?: number;
    rates: Record<string, number>;
    lateMs?: number;
    slowMs?: number;
  }): Promise<unknown>;
  /** Chooses the faults of one checkout. */
  chooseFaults(checkoutId: string, faults: readonly string[]): Promise<unknown>;
  /** Opens a page for an order that the shop does not know of, and returns its address. */
  openPage(page: { key: string; orderUrl: string; amountMinor: number }): Promise<string>;
  passTime(passMs: number): Promise<unknown>;
  /** How often each fault has happened since the bank was started. */
  struck(): Promise<Record<string, number>>;
  moveDispute(paymentId: string, state: 'won' | 'lost'): Promise<unknown>;
  books(): Promise<{ orders: BankSums[] }>;
  /** All checkouts, page by page. */
  checkouts(): Promise<BankCheckout[]>;
}

/** The bank is killed and comes back within a second or two. */
const RETRY_MS = 100;
const TRIES = 300;
/** The same for each call with one key; what is open then is closed by `passTime`. */
const LAST_MS = Date.now() + 2 * 3_600_000;

export function openBankAccount(address: string, token: string): BankAccount {
  const call = async <Answer>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    for (let left = TRIES; ; left--) {
      const answer = await ask<Answer>(`${address}${path}`, { method, token, body, headers });
      if (!(answer instanceof Error)) return answer;
      if (left === 0 || answer instanceof RefusedError) throw answer;
      await delay(RETRY_MS);
    }
  };
  return {
    setFaults: (settings) => call('PUT', '/faults', settings),
    chooseFaults: (id, faults) => call('PUT', `/checkouts/${id}/faults`, { faults }),
    openPage: async ({ key, orderUrl, amountMinor }) => {
      const page = { orderUrl, returnUrl: orderUrl, description: 'Show', currency: 'EUR' };
      const body = { ...page, amountMinor, expiresAtMs: LAST_MS };
      const headers = { 'idempotency-key': key };
      return (await call<{ url: string }>('POST', '/checkouts', body, headers)).url;
    },
    passTime: (passMs) => call('POST', '/time', { passMs }),
    moveDispute: (paymentId, state) => call('POST', `/payments/${paymentId}/dispute`, { state }),
    struck: async () =>
      (await call<{ struck?: Record<string, number> }>('GET', '/faults')).struck ?? {},
    books: () => call('GET', '/books'),
    checkouts: async () => {
      const all: BankCheckout[] = [];
      let cursor = '';
      do {
        const query = `?sinceMs=0${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const page: { checkouts: BankCheckout[]; next?: string } = await call(
          'GET',
          `/checkouts${query}`,
        );
        all.push(...page.checkouts);
        cursor = page.next ?? '';
      } while (cursor !== '');
      return all;
    },
  };
}

/** The bank works, and does not do what it was asked for. */
class RefusedError extends Error {}

// An error when it may be asked again: nothing that answers, or a broken answer.
async function ask<Answer>(
  url: string,
  {
    method,
    token,
    body,
    headers,
  }: {
    method: string;
    token: string;
    body: object | undefined;
    headers: Record<string, string>;
  },
): Promise<Answer | Error> {
  try {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Answer;
    const Kind = response.status < 500 ? RefusedError : Error;
    return new Kind(`the bank answered ${response.status}: ${text}`);
  } catch (error) {
    return error as Error;
  }
}
