import { ApiError } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import type { FastifyError } from 'fastify';
import type { Bank } from '../bank.ts';
import { registerBuyerPages } from './buyer-pages.ts';
import { registerDashboard } from './dashboard.ts';
import { registerFaultPages } from './fault-pages.ts';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import { requireSeller } from './require-seller.ts';

/** All pages: for buyers, and for whoever plays the seller. */
export function registerPages(app: HttpServer, bank: Bank): void {
  const root = new URL(bank.config.PUBLIC_URL).pathname.replace(/\/$/, '');
  // A door may pass the path of PUBLIC_URL on, or take it off; links always have it.
  for (const prefix of new Set(['', root])) {
    void app.register(
      async (scope) => {
        takeOwnForms(scope, new URL(bank.config.PUBLIC_URL).origin);
        showErrors(scope);
        registerBuyerPages(scope, bank, root);
        void scope.register(async (inner) => {
          requireSeller(inner, bank.config);
          registerDashboard(inner, bank, root);
          registerFaultPages(inner, bank, root);
        });
      },
      { prefix },
    );
  }
}

// Every browser names the site of a page whose form it sends; a form without it is not of a page.
function takeOwnForms(scope: HttpServer, publicOrigin: string): void {
  scope.addHook('onRequest', (request, _reply, done) => {
    const { origin, host } = request.headers;
    const isOwn =
      origin === publicOrigin || origin === `http://${host}` || origin === `https://${host}`;
    const isRefused = request.method === 'POST' && !isOwn;
    done(isRefused ? new ApiError('FORBIDDEN_HOST', 'only our own forms are taken') : undefined);
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text, done) => done(null, new URLSearchParams(String(text))),
  );
}

function showErrors(scope: HttpServer): void {
  scope.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'page failed');
    const text = error instanceof ApiError ? error.message : 'Something went wrong on our side.';
    return sendPage(reply.code(status), {
      title: 'Test bank',
      language: 'en',
      body: html`<main class="sheet">
        <h1>This did not work</h1>
        <p>${text}</p>
      </main>`,
    });
  });
}
