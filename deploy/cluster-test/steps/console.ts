import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { forward } from '../door.ts';
import { secondsSince, type Step } from '../step.ts';
import { orderAny } from './buy.ts';

const SCRIPT = 'deploy/scripts/admin.sh';
/** The recorder has written an order down by then. */
const RECORDED_TIMEOUT_S = 60;

export const console: Step = {
  name: 'console',
  title: 'Signs in to the console by an invitation, and finds an order',
  async run({ cluster, shop }, notes) {
    const account = { name: 'Ada Lovelace', password: randomUUID() };
    const email = `${randomUUID()}@example.com`;
    const invited = await cluster.run(SCRIPT, ['office', 'invite', email, '--role', 'manager']);
    const link = /https?:\/\/\S+\/invitation#\S+/.exec(invited.stdout)?.[0];
    if (link === undefined) throw new Error(`no invitation: ${invited.stderr}${invited.stdout}`);
    const { host, origin, hash } = new URL(link);
    const { child, url } = await forward(cluster, 'service/frontend', 8081);
    const ask = async (
      path: string,
      { cookie = '', body }: { cookie?: string; body?: object } = {},
    ) => await send(url + path, { headers: { host, origin, cookie }, body });
    try {
      const page = await ask('/');
      notes.check('its page is on port 8081', page.status === 200 && /<!doctype/i.test(page.text));
      const stranger = await ask('/api/v1/me');
      notes.check('a stranger is told nothing', stranger.status === 401, String(stranger.status));
      const accepted = await ask('/api/v1/links/invitation', {
        body: { token: hash.slice(1), ...account },
      });
      notes.check('an invitation is accepted', accepted.status === 201, seen(accepted));
      const signedIn = await ask('/api/auth/sign-in/email', {
        body: { email, password: account.password },
      });
      notes.check('the new member signs in', signedIn.status === 200, seen(signedIn));

      const opened = await shop();
      const { orderId = '', text: answer } = await orderAny(opened);
      if (orderId === '') throw new Error(`no order to find: ${answer}`);
      await opened.untilConfirmed(orderId);
      const start = performance.now();
      await cluster.until(
        async () => await ask(`/api/v1/orders?q=${orderId}`, { cookie: signedIn.cookie }),
        (found) => found.text.includes(`"orderId":"${orderId}"`),
        { timeoutS: RECORDED_TIMEOUT_S, describe: seen },
      );
      notes.check('an order is found by its id', true, secondsSince(start));
    } finally {
      child.kill('SIGKILL');
      await cluster.run(SCRIPT, ['office', 'remove', email]);
    }
  },
};

interface Told {
  status: number;
  text: string;
  cookie: string;
}

const seen = ({ status, text: body }: Told) => `${status} ${body.slice(0, 200)}`;

/** Asks under the console's own name, which leads to no pod from here; `fetch` can't. */
async function send(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: object | undefined },
): Promise<Told> {
  const asked = request(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(10_000),
  });
  return await new Promise((resolve, reject) => {
    asked.on('error', reject).on('response', (response) => {
      const cookies = response.headers['set-cookie'] ?? [];
      const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
      text(response).then(
        (told) => resolve({ status: response.statusCode ?? 0, text: told, cookie }),
        reject,
      );
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
