import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import type { Bank } from '../bank.ts';
import type { Checkout, Settings } from '../books/documents.ts';
import { FAULT_GROUPS, FAULT_NAMES, type FaultName } from '../faults/fault-list.ts';
import { type Html, html } from './html.ts';
import { seller, sendPage } from './layout.ts';

const PASSES: [label: string, passMs: number][] = [
  ['1 minute', 60_000],
  ['35 minutes', 2_100_000],
  ['1 day', 86_400_000],
  ['5 days', 432_000_000],
];

/** The panel on which everything can be made to go wrong. */
export function registerFaultPages(scope: HttpServer, { books, panel }: Bank, root: string): void {
  type Route = { Params: { id: string }; Body: URLSearchParams };
  const config = { acceptsForms: true };
  const page = `${root}/dashboard/faults`;

  scope.get('/dashboard/faults', (_request, reply) =>
    sendPage(reply, {
      title: 'Faults – Test bank',
      language: 'en',
      body: seller(root, 'faults', faultPanel(panel.settings, page)),
    }),
  );
  scope.post<Route>('/dashboard/faults', { config }, ({ body }, reply) => {
    const number = (name: string, max: number) => {
      const value = Number(body.get(name) ?? NaN);
      if (value >= 0 && value <= max) return value;
      throw new ApiError('INVALID_REQUEST', `${name} must be a number from 0 to ${max}`);
    };
    const rates = FAULT_NAMES.map((name) => [name, number(name, 100) / 100] as const);
    const seed = Math.floor(number('seed', 2 ** 32 - 1));
    panel.change({
      rates: Object.fromEntries(rates.filter(([, rate]) => rate > 0)),
      lateMs: number('lateS', 86_400) * 1000,
      slowMs: number('slowS', 60) * 1000,
      ...(seed === panel.settings.seed ? {} : { seed }),
    });
    return reply.redirect(page, 303);
  });
  scope.post('/dashboard/faults/none', { config }, (_request, reply) => {
    panel.change({ rates: {} });
    return reply.redirect(page, 303);
  });
  scope.post<Route>('/dashboard/time', { config }, ({ body }, reply) => {
    books.passTime(passOf(body));
    return reply.redirect(page, 303);
  });
  scope.post<Route>('/dashboard/payments/:id/faults', { config }, ({ params, body }, reply) => {
    const checkout = books.checkout(params.id);
    const chosen = body.getAll('fault');
    books.setFaults(
      checkout,
      FAULT_NAMES.filter((name) => chosen.includes(name)),
    );
    return reply.redirect(`${root}/dashboard/payments/${checkout.id}`, 303);
  });
  scope.post<Route>('/dashboard/payments/:id/time', { config }, ({ params, body }, reply) => {
    const checkout = books.checkout(params.id);
    books.passTime(passOf(body), checkout);
    return reply.redirect(`${root}/dashboard/payments/${checkout.id}`, 303);
  });
}

/** The faults of one checkout, to choose from. */
export function checkoutFaults(checkout: Checkout, page: string): Html {
  const box = (name: FaultName, text: string) =>
    html`<label class="choice">
      <input
        type="checkbox"
        name="fault"
        value="${name}"
        ${checkout.faults.includes(name) ? 'checked' : ''}
      />
      ${text}
    </label>`;
  return html`<h2>Faults of this payment</h2>
    <form method="post" action="${page}/faults">
      ${groups(box)}
      <button>Save the faults</button>
    </form>
    <h2>Let time pass for this payment</h2>
    ${timeForm(`${page}/time`)}`;
}

function faultPanel(settings: Settings, page: string): Html {
  const rate = (name: FaultName, text: string) => {
    const percent = Math.round((settings.rates[name] ?? 0) * 10_000) / 100;
    return html`<label class="rate">
      ${text}
      <span
        ><input
          type="number"
          name="${name}"
          min="0"
          max="100"
          step="any"
          value="${percent}"
        />%</span
      >
    </label>`;
  };
  const setting = (name: string, text: string, value: number, unit: string) =>
    html`<label class="rate">
      ${text}
      <span><input type="number" name="${name}" min="0" step="any" value="${value}" />${unit}</span>
    </label>`;
  return html`<h1>Faults</h1>
    <p class="hint">
      How often each happens by itself. For a single payment, choose its faults on its own page.
    </p>
    <form method="post" action="${page}">
      ${groups(rate)}
      <fieldset>
        <legend>Timing and chance</legend>
        ${setting('lateS', 'What is late takes', settings.lateMs / 1000, 's')}
        ${setting('slowS', 'A slow answer takes', settings.slowMs / 1000, 's')}
        ${setting('seed', 'Seed; the same one brings the same faults', settings.seed, '')}
      </fieldset>
      <button class="main">Save</button>
    </form>
    <form method="post" action="${page}/none"><button>No faults at all</button></form>
    <h2>Let time pass</h2>
    <p class="hint">Brings forward whatever is waiting: ends of checkouts, decisions, refunds.</p>
    ${timeForm(page.replace(/faults$/, 'time'))}`;
}

function groups(row: (name: FaultName, text: string) => Html): Html[] {
  return Object.entries(FAULT_GROUPS).map(
    ([title, faults]) =>
      html`<fieldset>
        <legend>${title}</legend>
        ${Object.entries(faults).map(([name, text]) => row(name as FaultName, text))}
      </fieldset>`,
  );
}

function timeForm(action: string): Html {
  const buttons = PASSES.map(
    ([label, passMs]) => html`<button name="passMs" value="${passMs}">${label}</button>`,
  );
  return html`<form method="post" action="${action}" class="row">${buttons}</form>`;
}

function passOf(body: URLSearchParams): number {
  const passMs = Number(body.get('passMs'));
  if (PASSES.some(([, known]) => known === passMs)) return passMs;
  throw new ApiError('INVALID_REQUEST', 'Choose how much time passes.');
}
