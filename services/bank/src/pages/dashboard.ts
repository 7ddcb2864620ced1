import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import type { Bank } from '../bank.ts';
import { isOpenDispute, refundableMinor } from '../books/rules.ts';
import type { Checkout } from '../books/documents.ts';
import { cursorOf, placeOf } from '../books/list-checkouts.ts';
import { formatAmount, toDecimal, toMinor } from './amount.ts';
import { checkoutFaults } from './fault-pages.ts';
import { type Html, html } from './html.ts';
import { seller, sendPage } from './layout.ts';

/** Checkouts on one page of the list. */
const PAGE_SIZE = 50;
const STATES = ['open', 'processing', 'paid', 'failed', 'expired'] as const;

/** The pages on which a person sees all payments, and does what a seller or a buyer's bank would. */
export function registerDashboard(scope: HttpServer, { books }: Bank, root: string): void {
  type Route = { Params: { id: string }; Body: URLSearchParams };
  const config = { acceptsForms: true };

  scope.get('/', (_request, reply) => reply.redirect(`${root}/dashboard`, 303));

  scope.get('/dashboard', (request, reply) => {
    const query = new URLSearchParams(request.url.split('?')[1]);
    return sendPage(reply, {
      title: 'Payments – Test bank',
      language: 'en',
      body: seller(root, 'payments', list(books.checkouts, query, root)),
    });
  });

  scope.get<Route>('/dashboard/payments/:id', (request, reply) => {
    const checkout = books.checkout(request.params.id);
    return sendPage(reply, {
      title: `${checkout.description} – Test bank`,
      language: 'en',
      body: seller(root, '', details(checkout, root)),
    });
  });

  // Each does one thing to a checkout and shows it again.
  const acts: Record<string, (checkout: Checkout, form: URLSearchParams) => void> = {
    refund: (checkout, form) => {
      const { currency } = checkout.paid ?? checkout;
      const amountMinor = toMinor(form.get('amount') ?? '', currency) ?? 0;
      if (amountMinor === 0) throw new ApiError('INVALID_REQUEST', `That is not ${currency}.`);
      books.refund(checkout, { amountMinor, currency });
    },
    dispute: (checkout, form) => {
      const state = form.get('state');
      if (state === 'under_review' || state === 'won' || state === 'lost') {
        books.moveDispute(checkout, state);
      } else books.dispute(checkout);
    },
    expire: (checkout) => books.expire(checkout),
  };
  for (const [name, act] of Object.entries(acts)) {
    scope.post<Route>(`/dashboard/payments/:id/${name}`, { config }, (request, reply) => {
      const checkout = books.checkout(request.params.id);
      act(checkout, request.body ?? new URLSearchParams());
      return reply.redirect(`${root}/dashboard/payments/${checkout.id}`, 303);
    });
  }
}

function list(checkouts: readonly Checkout[], query: URLSearchParams, root: string): Html {
  const [q = '', state = '', before = ''] = ['q', 'state', 'before'].map(
    (name) => query.get(name) ?? '',
  );
  const found: Checkout[] = [];
  const wanted = q.trim().toLowerCase();
  const end = before === '' ? checkouts.length : placeOf(checkouts, before);
  for (let i = end - 1; i >= 0 && found.length <= PAGE_SIZE; i -= 1) {
    const checkout = checkouts[i];
    if (checkout === undefined || (state !== '' && checkout.state !== state)) continue;
    if (wanted === '' || searchText(checkout).includes(wanted)) found.push(checkout);
  }
  const shown = found.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const older = last === undefined ? '' : new URLSearchParams({ q, state, before: cursorOf(last) });
  return html`<h1>Payments</h1>
    <form class="search" role="search" action="${root}/dashboard">
      <label>
        Search <input type="search" name="q" value="${q}" placeholder="Order, event, amount, id" />
      </label>
      <label>
        State
        <select name="state">
          <option value="">All</option>
          ${STATES.map(
            (each) =>
              html`<option value="${each}" ${state === each ? 'selected' : ''}>${each}</option>`,
          )}
        </select>
      </label>
      <button>Search</button>
    </form>
    ${shown.length === 0 ? html`<p>No payments found.</p>` : undefined}
    <ul class="payments">
      ${shown.map((checkout) => listed(checkout, root))}
    </ul>
    ${
      found.length > PAGE_SIZE
        ? html`<a class="quiet" href="${root}/dashboard?${older.toString()}">Older payments</a>`
        : undefined
    }`;
}

function listed(checkout: Checkout, root: string): Html {
  const refunds = checkout.refunds.length;
  const flags = [
    refunds === 0 ? '' : `${refunds} refund${refunds === 1 ? '' : 's'}`,
    checkout.disputes.some(isOpenDispute) ? 'disputed' : '',
  ].filter((flag) => flag !== '');
  return html`<li>
    <a href="${root}/dashboard/payments/${checkout.id}">
      <strong>${amountOf(checkout)}</strong>
      <span class="state ${checkout.state}">${checkout.state}</span>
      <span>${checkout.description}</span>
      <span class="label">${timeOf(checkout.createdAtMs)}</span>
      <span class="label">${flags.join(', ')}</span>
    </a>
  </li>`;
}

function details(checkout: Checkout, root: string): Html {
  const page = `${root}/dashboard/payments/${checkout.id}`;
  const { decision } = checkout;
  return html`<h1>${checkout.description} <span class="amount">${amountOf(checkout)}</span></h1>
    <dl>
      <div>
        <dt>State</dt>
        <dd><span class="state ${checkout.state}">${checkout.state}</span></dd>
      </div>
      ${fact('Order', checkout.orderUrl)} ${fact('Checkout', checkout.id)}
      ${fact('Payment', checkout.paymentId ?? 'none')}
      ${fact('Opened', timeOf(checkout.createdAtMs))} ${fact('Ends', timeOf(checkout.expiresAtMs))}
      ${
        decision === undefined
          ? undefined
          : fact('Will be', `${decision.state}, ${timeOf(decision.atMs)}`)
      }
    </dl>
    ${
      checkout.state === 'open'
        ? html`<div class="row">
            <a class="button" href="${root}/pay/${checkout.id}">The buyer’s page</a>
            <form method="post" action="${page}/expire"><button>Expire it</button></form>
          </div>`
        : undefined
    }
    ${refunds(checkout, page)} ${disputes(checkout, page)} ${checkoutFaults(checkout, page)}`;
}

function refunds(checkout: Checkout, page: string): Html {
  const { currency } = checkout.paid ?? checkout;
  const leftMinor = refundableMinor(checkout);
  return html`<h2>Refunds</h2>
    ${checkout.refunds.length === 0 ? html`<p class="label">None</p>` : undefined}
    <ul>
      ${checkout.refunds.map(
        ({ amountMinor, state, createdAtMs, problem = '' }) =>
          html`<li>
            ${formatAmount(amountMinor, currency, 'en-GB')}
            <span class="state ${state}">${state}</span> ${timeOf(createdAtMs)} ${problem}
          </li>`,
      )}
    </ul>
    ${
      leftMinor === 0
        ? undefined
        : html`<form method="post" action="${page}/refund" class="search">
            <label>
              Amount in ${currency}
              <input name="amount" inputmode="decimal" value="${toDecimal(leftMinor, currency)}" />
            </label>
            <button>Refund</button>
          </form>`
    }`;
}

function disputes(checkout: Checkout, page: string): Html {
  const action = (state: string, text: string) =>
    html`<button name="state" value="${state}">${text}</button>`;
  const isOpen = checkout.disputes.some(isOpenDispute);
  return html`<h2>Disputes</h2>
    ${checkout.disputes.length === 0 ? html`<p class="label">None</p>` : undefined}
    <ul>
      ${checkout.disputes.map(
        ({ amountMinor, currency, state, respondByMs }) =>
          html`<li>
            ${formatAmount(amountMinor, currency, 'en-GB')}
            <span class="state ${state}">${state.replace('_', ' ')}</span> answer by
            ${timeOf(respondByMs)}
          </li>`,
      )}
    </ul>
    <form method="post" action="${page}/dispute" class="row">
      ${
        isOpen
          ? [
              action('under_review', 'Take it into review'),
              action('won', 'Decide for the seller'),
              action('lost', 'Decide for the buyer'),
            ]
          : undefined
      }
      ${!isOpen && checkout.state === 'paid' ? action('', 'Open a dispute') : undefined}
    </form>`;
}

function fact(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function amountOf(checkout: Checkout): string {
  const { amountMinor, currency } = checkout.paid ?? checkout;
  return formatAmount(amountMinor, currency, 'en-GB');
}

function searchText(checkout: Checkout): string {
  const { id, paymentId = '', orderUrl, description } = checkout;
  return `${id} ${paymentId} ${orderUrl} ${description} ${amountOf(checkout)}`.toLowerCase();
}

function timeOf(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19)}Z`;
}
