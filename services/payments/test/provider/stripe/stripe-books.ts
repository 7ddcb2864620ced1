import { Stripe } from 'stripe';

/** A call that Stripe refuses. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Fields = Record<string, unknown>;
/** Something at Stripe; `of` is the PaymentIntent that it belongs to. */
interface Thing extends Fields {
  id: string;
  created: number;
}

const LEAST_LIFE_S = 30 * 60;

/** What the fake knows, and what buyers and sellers do there. */
export class StripeBooks {
  /** Each in the order of its making. */
  readonly sessions: Thing[] = [];
  readonly intents: Thing[] = [];
  readonly charges: Thing[] = [];
  readonly refunds: Thing[] = [];
  readonly disputes: Thing[] = [];
  readonly endpoints: Thing[] = [];
  readonly events: (Thing & { type: string })[] = [];
  /** How the methods of the account are set. */
  readonly methods: Record<string, { available: boolean }> = { card: { available: true } };
  /** What refunds are at first. */
  refundStatus = 'succeeded';
  balance = Number.MAX_SAFE_INTEGER;
  /** Whether the list of sessions has any; else it lags behind. */
  isListed = true;
  #made = 0;

  answer(method: string, path: string, text: string): unknown {
    const params = parse(text);
    const { expand, ...rest } = params;
    const paths = Object.values((expand ?? {}) as Record<string, string>);
    const route = `${method} ${path.replace(/\/(cs|pi|we)_\w+/, '/:id')}`;
    const id = /\/((?:cs|pi|we)_\w+)/.exec(path)?.[1] ?? '';
    const handlers: Record<string, () => unknown> = {
      'POST /v1/checkout/sessions': () => this.#createSession(rest),
      'GET /v1/checkout/sessions': () => {
        const isSearch = rest['payment_intent'] !== undefined;
        return list(this.isListed || isSearch ? this.sessions : [], rest);
      },
      'GET /v1/checkout/sessions/:id': () => find(this.sessions, id),
      'POST /v1/checkout/sessions/:id/expire': () => this.expire(id),
      'GET /v1/payment_intents': () => list(this.intents, rest),
      'POST /v1/refunds': () => this.#createRefund(rest),
      'GET /v1/refunds': () => list(this.refunds, rest),
      'GET /v1/disputes': () => list(this.disputes, rest),
      'GET /v1/balance': () => ({
        object: 'balance',
        livemode: false,
        available: [{ amount: this.balance, currency: 'eur' }],
      }),
      'GET /v1/payment_method_configurations': () =>
        list(
          [{ id: 'pmc_1', created: 1, is_default: true, application: null, ...this.methods }],
          rest,
        ),
      'GET /v1/webhook_endpoints': () => list(this.endpoints, rest),
      'POST /v1/webhook_endpoints': () => this.#createEndpoint(rest),
      'POST /v1/webhook_endpoints/:id': () =>
        Object.assign(find(this.endpoints, id), {
          enabled_events: Object.values(rest['enabled_events'] as object),
        }),
    };
    const answer = handlers[route]?.();
    if (answer === undefined) throw new StripeRefusal(404, 'url_invalid', `no such call: ${route}`);
    return this.#expand(answer, paths);
  }

  /** The buyer pays; `paid` instead of what the session asks for. */
  pay(sessionId: string, paid?: number): Thing {
    const { intent } = this.complete(sessionId, paid);
    this.#succeed(intent);
    const session = find(this.sessions, sessionId);
    session['payment_status'] = 'paid';
    this.tell('checkout.session.completed', session);
    return intent;
  }

  /** The buyer is done, and the bank decides later. */
  completeUnpaid(sessionId: string): void {
    const { session } = this.complete(sessionId);
    this.tell('checkout.session.completed', session);
  }

  /** The bank decides. */
  decide(sessionId: string, isPaid: boolean): void {
    const session = find(this.sessions, sessionId);
    const intent = find(this.intents, String(session['payment_intent']));
    if (isPaid) {
      this.#succeed(intent);
      session['payment_status'] = 'paid';
    } else intent['status'] = 'requires_payment_method';
    const end = isPaid ? 'succeeded' : 'failed';
    this.tell(`checkout.session.async_payment_${end}`, session);
  }

  /** The buyer's bank asks the buyer, on its own page. */
  beginToPay(sessionId: string): Thing {
    const session = find(this.sessions, sessionId);
    const intent = this.#makeIntent(session, session['amount_total']);
    intent['status'] = 'requires_action';
    session['payment_intent'] = intent.id;
    return intent;
  }

  complete(sessionId: string, paid?: number): { session: Thing; intent: Thing } {
    const session = find(this.sessions, sessionId);
    if (session['status'] !== 'open') throw new Error(`${sessionId} is not open`);
    const amount = paid ?? session['amount_total'];
    const intent = this.#makeIntent(session, amount);
    Object.assign(session, {
      ...{ status: 'complete', payment_intent: intent.id, amount_total: amount, url: null },
    });
    return { session, intent };
  }

  expire(sessionId: string): Thing {
    const session = find(this.sessions, sessionId);
    if (session['status'] !== 'open' || session['payment_intent'] !== null) {
      const message = 'Only Checkout Sessions with a status in ["open"] can be expired.';
      throw new StripeRefusal(400, '', message);
    }
    Object.assign(session, { status: 'expired', url: null });
    this.tell('checkout.session.expired', session);
    return session;
  }

  /** A refund by the seller, in the dashboard. */
  refundByHand(intentId: string, amount: number): Thing {
    return this.#createRefund({ payment_intent: intentId, amount: `${amount}` });
  }

  dispute(intentId: string, status = 'needs_response'): Thing {
    const charge = this.#chargeOf(intentId);
    charge['disputed'] = true;
    const { amount, currency } = charge;
    const dispute = this.#make(this.disputes, 'du', 'dispute', {
      ...{ amount, currency, status, charge: charge.id, payment_intent: intentId, metadata: {} },
      evidence_details: { due_by: 2_000_000_000 },
    });
    this.tell('charge.dispute.created', dispute);
    return dispute;
  }

  /** Writes an event, with the object as it is now. */
  tell(type: string, object: Thing): void {
    const { intent_metadata: _, ...told } = object;
    const event = { type, livemode: false, api_version: Stripe.API_VERSION };
    this.#make(this.events, 'evt', 'event', {
      ...event,
      data: { object: structuredClone(told) },
    });
  }

  #makeIntent({ currency, intent_metadata: metadata }: Thing, amount: unknown): Thing {
    return this.#make(this.intents, 'pi', 'payment_intent', {
      ...{ amount, currency, metadata, status: 'processing', latest_charge: null },
    });
  }

  #createSession(params: Fields): Thing {
    const known =
      'mode ui_mode allowed_payment_method_types adaptive_pricing line_items metadata ' +
      'payment_intent_data expires_at success_url cancel_url';
    requireKnown(params, known);
    const price = at(params, 'line_items', '0', 'price_data') as Fields;
    const expiresAt = Number(params['expires_at']);
    const nowS = Math.floor(Date.now() / 1000);
    if (expiresAt < nowS + LEAST_LIFE_S) throw new StripeRefusal(400, 'parameter_invalid_integer');
    const session = this.#make(this.sessions, 'cs', 'checkout.session', {
      ...{ status: 'open', payment_status: 'unpaid', payment_intent: null, livemode: false },
      ...{ amount_total: Number(price['unit_amount']), currency: price['currency'] },
      ...{ expires_at: expiresAt, metadata: params['metadata'] ?? {} },
      intent_metadata: at(params, 'payment_intent_data', 'metadata'),
    });
    session['url'] = `https://checkout.stripe.example/c/pay/${session.id}`;
    return session;
  }

  #createRefund(params: Fields): Thing {
    requireKnown(params, 'payment_intent amount metadata');
    const intent = find(this.intents, String(params['payment_intent']));
    const charge = this.#chargeOf(intent.id);
    const amount = Number(params['amount']);
    if (charge['disputed'] === true) throw new StripeRefusal(400, 'charge_disputed');
    const refunded = Number(charge['amount_refunded']) + amount;
    if (refunded > Number(charge['amount']))
      throw new StripeRefusal(400, 'charge_already_refunded');
    if (amount > this.balance) throw new StripeRefusal(400, 'balance_insufficient');
    charge['amount_refunded'] = refunded;
    const refund = this.#make(this.refunds, 're', 'refund', {
      ...{ amount, currency: charge['currency'], charge: charge.id, payment_intent: intent.id },
      ...{ status: this.refundStatus, metadata: params['metadata'] ?? {} },
    });
    this.tell('refund.created', refund);
    this.tell('charge.refunded', charge);
    return refund;
  }

  #createEndpoint(params: Fields): Thing {
    requireKnown(params, 'url enabled_events api_version description');
    const { url, api_version } = params;
    const endpoint = this.#make(this.endpoints, 'we', 'webhook_endpoint', {
      ...{ url, api_version, status: 'enabled', livemode: false },
      enabled_events: Object.values(params['enabled_events'] as object),
    });
    return { ...endpoint, secret: 'whsec_made' };
  }

  #succeed(intent: Thing): void {
    const { amount, currency, metadata } = intent;
    const charge = this.#make(this.charges, 'ch', 'charge', {
      ...{ amount, currency, metadata, payment_intent: intent.id },
      ...{ amount_refunded: 0, disputed: false, status: 'succeeded' },
    });
    Object.assign(intent, { status: 'succeeded', latest_charge: charge.id });
  }

  #chargeOf(intentId: string): Thing {
    const charge = this.charges.find((one) => one['payment_intent'] === intentId);
    if (charge === undefined) throw new StripeRefusal(404, 'resource_missing');
    return charge;
  }

  #make<T extends Thing>(all: T[], prefix: string, object: string, fields: Fields): T {
    this.#made += 1;
    const id = `${prefix}_${String(this.#made).padStart(6, '0')}`;
    const thing = { id, object, created: Math.floor(Date.now() / 1000), ...fields } as unknown as T;
    all.push(thing);
    return thing;
  }

  // Stripe tells ten refunds with a charge.
  #expand(answer: unknown, paths: readonly string[]): unknown {
    const isWanted = (end: string) => paths.some((path) => path.endsWith(end));
    const whole = (thing: Fields): Fields => {
      const { intent_metadata: _, ...told } = thing;
      const intent = this.intents.find(({ id }) => id === thing['payment_intent']);
      if (intent === undefined || !isWanted('latest_charge.refunds')) return told;
      const charge = this.charges.find(({ id }) => id === intent['latest_charge']);
      const refunds = this.refunds.filter((one) => one['payment_intent'] === intent.id);
      const page = { object: 'list', data: refunds.slice(-10), has_more: refunds.length > 10 };
      const latest = charge === undefined ? null : { ...charge, refunds: page };
      return { ...told, payment_intent: { ...intent, latest_charge: latest } };
    };
    const { data, ...more } = answer as Fields;
    return Array.isArray(data) ? { ...more, data: data.map(whole) } : whole(answer as Fields);
  }
}

function find(all: readonly Thing[], id: string): Thing {
  const thing = all.find((one) => one.id === id);
  if (thing === undefined) throw new StripeRefusal(404, 'resource_missing', `No such thing: ${id}`);
  return thing;
}

// The newest first.
function list(all: readonly Thing[], params: Fields): Fields {
  const { limit = '10', starting_after: after, created, ...same } = params;
  const { gte = '0', lt = 'Infinity' } = (created ?? {}) as Record<string, string>;
  const found = all
    .toReversed()
    .filter((one) => one.created >= Number(gte) && one.created < Number(lt))
    .filter((one) => Object.entries(same).every(([name, value]) => one[name] === value));
  const from = after === undefined ? 0 : found.findIndex(({ id }) => id === after) + 1;
  const data = found.slice(from, from + Number(limit));
  return { object: 'list', data, has_more: found.length > from + data.length };
}

// `a[b][0]=1` is { a: { b: { 0: '1' } } }.
function parse(text: string): Fields {
  const params: Fields = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    let place = params;
    for (const part of path.slice(0, -1)) place = (place[part] ??= {}) as Fields;
    place[path.at(-1) ?? ''] = value;
  }
  return params;
}

function at(params: Fields, ...path: string[]): unknown {
  return path.reduce<unknown>((place, part) => (place as Fields | undefined)?.[part], params);
}

function requireKnown(params: Fields, known: string): void {
  const unknown = Object.keys(params).filter((name) => !known.split(' ').includes(name));
  if (unknown.length > 0) throw new StripeRefusal(400, 'parameter_unknown', unknown.join());
}
