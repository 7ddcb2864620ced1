import type { Cluster } from '../cluster.ts';
import { newEventId, publishEvent } from '../publish-event.ts';
import type { Shop } from '../shop.ts';
import { secondsSince, type Step } from '../step.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
const EVENT_ID = newEventId('paid');
const TICKET = `${EVENT_ID}-adult`;
const EVENT = `id: ${EVENT_ID}
name: Cluster test, paid online
venue: Anywhere
startsAt: 2099-08-01T20:00:00Z
currency: EUR
paymentMethods: [online]
holdMinutes: 5
tickets:
  - { id: ${TICKET}, name: Admission, type: adult, price: 20.00, capacity: 100 }
`;
const ADMIN_TIMEOUT_S = 60;

export const pay: Step = {
  name: 'pay',
  title: 'Pays an order at the bank, through the door, and has the books compared',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    await publishEvent(cluster, opened, EVENT);
    const start = performance.now();
    const orderId = await hold(opened, cluster);
    const page = await startPayment(opened, orderId);
    const back = await payAt(opened, page);
    notes.check('the bank sends the buyer back to the order', back === `/orders/${orderId}`, back);
    await opened.untilConfirmed(orderId);
    notes.check('the order is confirmed', true, secondsSince(start));

    const left = await hold(opened, cluster);
    await startPayment(opened, left);
    await opened.post(`/api/v1/orders/${left}/cancel`, {});
    await opened.until(left, 'cancelled');
    notes.check('an order with an open payment page can be given back', true);

    // The policies of a pod that has just started may not be in force yet: it is refused for a moment.
    const compared = await cluster.until(
      async () => await cluster.run(SCRIPT, ['payments', 'reconcile']),
      ({ stderr, stdout }) => !/ECONNREFUSED/.test(stderr + stdout),
      { timeoutS: ADMIN_TIMEOUT_S, describe: ({ stderr, stdout }) => stderr + stdout },
    );
    notes.check(
      "the bank's books and ours agree",
      compared.code === 0,
      `${compared.stderr}${compared.stdout}`.trim().slice(0, 500),
    );
    const { problems } = await opened.audit();
    notes.check('every promise holds', problems.length === 0, problems.join('; '));
  },
};

/** Orders a ticket and waits until it is held. */
async function hold(shop: Shop, cluster: Cluster): Promise<string> {
  const { orderId, text } = await shop.order(TICKET, { paymentMethod: 'online' });
  if (orderId === undefined) throw new Error(`nothing was ordered: ${text}`);
  cluster.signal.throwIfAborted();
  await shop.until(orderId, 'held');
  return orderId;
}

/** The path of the payment page, which is behind the door, whatever name the shop has. */
async function startPayment(shop: Shop, orderId: string): Promise<string> {
  const { url } = await shop.post<{ url: string }>(`/api/v1/orders/${orderId}/payment`, {});
  const { pathname } = new URL(url);
  if (!pathname.startsWith('/bank/')) throw new Error(`the payment page is not the bank's: ${url}`);
  return pathname;
}

/** Opens the page and sends its form, as a browser does; returns the path that it leads to. */
async function payAt(shop: Shop, page: string): Promise<string> {
  const door = await shop.door.url();
  const opened = await fetch(door + page);
  if (!opened.ok) throw new Error(`GET ${page}: ${opened.status} ${await opened.text()}`);
  const answer = await fetch(`${door}${page}/pay`, {
    method: 'POST',
    headers: { origin: new URL(door).origin },
    body: new URLSearchParams(),
    redirect: 'manual',
  });
  const to = answer.headers.get('location');
  if (to === null) throw new Error(`POST ${page}/pay: ${answer.status} ${await answer.text()}`);
  return new URL(to, door).pathname;
}
