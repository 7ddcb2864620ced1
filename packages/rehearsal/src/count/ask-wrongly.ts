import type { PreparedEvent } from '../event/prepare-event.ts';
import type { Probe } from '../evidence.ts';

/** Asks what must be refused, and looks at how it is. */
export async function askWrongly(
  { url, officeUrl }: { url: string; officeUrl: string | undefined },
  { eventId, ticketId, price }: PreparedEvent,
): Promise<Probe[]> {
  const order = (differences: object) => ({
    customer: { name: 'Ada', email: 'rehearsal@example.com' },
    ...{ items: [{ ticketId, qty: 1 }], paymentMethod: 'online', expectedTotal: price },
    ...differences,
  });
  const orders = `${url}/api/v1/orders`;
  const wrong: [what: string, body: object, says: RegExp][] = [
    ['an address that is none', order({ customer: { name: 'Ada', email: 'ada' } }), /email/],
    ['no tickets at all', order({ items: [] }), /items/],
    ['half a ticket', order({ items: [{ ticketId, qty: 0.5 }] }), /qty/],
    [
      'a ticket that does not exist',
      order({ items: [{ ticketId: 'nothing', qty: 1 }] }),
      /ticketId/,
    ],
  ];
  const asked = await Promise.all(
    wrong.map(async ([what, body, says]) => await ask(what, { url: orders, body, says })),
  );
  const staff = [
    ...(officeUrl === undefined
      ? []
      : ['/v1/orders', `/v1/events/${eventId}`, '/v1/members'].map((path) => officeUrl + path)),
    ...['/metrics', '/api/v1/payments/x', '/redis', '/bank/books'].map((path) => url + path),
  ];
  return [...asked, ...(await Promise.all(staff.map(enter)))];
}

async function ask(
  what: string,
  { url, body, says }: { url: string; body: object; says: RegExp },
): Promise<Probe> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const isRight =
    response.status >= 400 && response.status < 500 && /"code":/.test(text) && says.test(text);
  const wanted = '4xx that says what is wrong';
  return { what, wanted, got: `${response.status}: ${text.slice(0, 120)}`, isRight, promise: 4 };
}

// Pages of the shop are for everybody; what counts is that nothing of it is told.
async function enter(url: string): Promise<Probe> {
  const response = await fetch(url, { redirect: 'manual' });
  const { status } = response;
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  await response.body?.cancel();
  return {
    ...{ what: new URL(url).pathname, wanted: '401, 403 or 404', promise: 5 },
    ...{
      got: String(status),
      isRight: [401, 403, 404].includes(status) || (status < 400 && isPage),
    },
  };
}
