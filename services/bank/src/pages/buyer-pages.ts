import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bank } from '../bank.ts';
import type { Checkout } from '../books/documents.ts';
import { formatAmount } from './amount.ts';
import { type Html, html } from './html.ts';
import { sendPage } from './layout.ts';
import { type Reader, readerOf } from './texts.ts';

/** The pages on which a buyer pays. `root` is the path under which the buyer's browser has them. */
export function registerBuyerPages(scope: HttpServer, { books }: Bank, root: string): void {
  type Route = { Params: { id: string } };
  const pageOf = ({ id }: Checkout) => `${root}/pay/${id}`;
  const config = { acceptsForms: true };

  scope.get<Route>('/pay/:id', (request, reply) => {
    const reader = readerOf(request.headers['accept-language']);
    const checkout = books.find(request.params);
    if (checkout === undefined) return sendUnknown(reply, reader);
    const body = checkout.state === 'open' ? openPage(checkout, reader, root) : undefined;
    return send(reply, { checkout, reader, body: body ?? closedPage(checkout, reader) });
  });

  scope.get<Route>('/pay/:id/secure', (request, reply) => {
    const reader = readerOf(request.headers['accept-language']);
    const checkout = books.find(request.params);
    if (checkout === undefined) return sendUnknown(reply, reader);
    if (checkout.state !== 'open') return reply.redirect(pageOf(checkout), 303);
    return send(reply, { checkout, reader, body: securePage(checkout, reader, root) });
  });

  scope.post<Route>('/pay/:id/pay', { config }, (request, reply) =>
    settle(request, reply, (checkout) => books.pay(checkout)),
  );
  scope.post<Route>('/pay/:id/decline', { config }, (request, reply) =>
    settle(request, reply, (checkout) => books.decline(checkout)),
  );

  // The way on: to the shop, or to the page that says why not.
  function settle(
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    act: (checkout: Checkout) => void,
  ): FastifyReply {
    const checkout = books.checkout(request.params.id);
    try {
      act(checkout);
    } catch (error) {
      // Pressed twice, or too late: the page says how it stands.
      if (!(error instanceof ApiError && error.code === 'CHECKOUT_CLOSED')) throw error;
    }
    const isThrough = checkout.state === 'paid' || checkout.state === 'processing';
    return reply.redirect(isThrough ? checkout.returnUrl : pageOf(checkout), 303);
  }
}

function send(
  reply: FastifyReply,
  { checkout, reader, body }: { checkout: Checkout; reader: Reader; body: Html },
): FastifyReply {
  return sendPage(reply, {
    title: `${checkout.description} – ${reader.texts.bank}`,
    language: reader.language,
    body: frame(reader, body),
    counts: checkout.state === 'open',
    leadsTo: new URL(checkout.returnUrl).origin,
  });
}

function sendUnknown(reply: FastifyReply, reader: Reader): FastifyReply {
  const [title = '', text = ''] = reader.texts.unknown;
  const body = frame(
    reader,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  );
  return sendPage(reply.code(404), { title, language: reader.language, body });
}

function frame({ texts }: Reader, body: Html): Html {
  return html`<header class="warning">${texts.warning}</header>
    <main class="sheet">${body}</main>`;
}

function openPage(checkout: Checkout, reader: Reader, root: string): Html {
  const { texts } = reader;
  const page = `${root}/pay/${checkout.id}`;
  return html`${heading(checkout, reader)}
    <p class="hint">${texts.choose}</p>
    <form method="post" action="${page}/pay">
      <button class="main">${texts.pay(amountOf(checkout, reader))}</button>
    </form>
    <a class="button" href="${page}/secure">${texts.paySecurely}</a>
    <form method="post" action="${page}/decline">
      <button class="bad">${texts.decline}</button>
    </form>
    <a class="quiet" href="${checkout.returnUrl}">${texts.leave}</a>`;
}

function securePage(checkout: Checkout, reader: Reader, root: string): Html {
  const { texts } = reader;
  const page = `${root}/pay/${checkout.id}`;
  const text = texts.secureText(amountOf(checkout, reader), shopOf(checkout));
  return html`<p class="label">3-D Secure</p>
    <h1>${texts.secureTitle}</h1>
    <p>${text}</p>
    ${countdown(checkout, reader)}
    <form method="post" action="${page}/pay">
      <button class="main">${texts.approve}</button>
    </form>
    <form method="post" action="${page}/decline"><button class="bad">${texts.deny}</button></form>
    <a class="quiet" href="${page}">${texts.back}</a>`;
}

function closedPage(checkout: Checkout, reader: Reader): Html {
  const { texts } = reader;
  const [title = '', text = ''] = texts.states[checkout.state];
  return html`<p class="mark ${checkout.state}" aria-hidden="true"></p>
    <h1>${title}</h1>
    <p>${text}</p>
    <p class="sum">${checkout.description}<br />${amountOf(checkout, reader)}</p>
    <a class="button main" href="${checkout.returnUrl}">${texts.toShop}</a>`;
}

function heading(checkout: Checkout, reader: Reader): Html {
  return html`<p class="label">${reader.texts.to} ${shopOf(checkout)}</p>
    <h1>
      ${checkout.description}
      <span class="amount">${amountOf(checkout, reader)}</span>
    </h1>
    ${countdown(checkout, reader)}`;
}

function countdown({ expiresAtMs }: Checkout, { texts }: Reader): Html {
  const leftMs = Math.max(0, expiresAtMs - Date.now());
  return html`<p class="countdown">
    ${texts.openFor}
    <span role="timer" data-ends-in-ms="${leftMs}">${Math.ceil(leftMs / 60_000)} min</span>
  </p>`;
}

function amountOf(checkout: Checkout, { locale }: Reader): string {
  return formatAmount(checkout.amountMinor, checkout.currency, locale);
}

function shopOf({ returnUrl }: Checkout): string {
  return new URL(returnUrl).host;
}
