import { openConsole, seen } from '../console-door.ts';
import { secondsSince, type Step } from '../step.ts';
import { orderAny } from './buy.ts';

/** The recorder has written an order down by then. */
const RECORDED_TIMEOUT_S = 60;

export const console: Step = {
  name: 'console',
  title: 'Signs in to the console by an invitation, and finds an order',
  async run({ cluster, shop }, notes) {
    const { account, token, ask, close } = await openConsole(cluster);
    const { name, email, password } = account;
    try {
      const page = await ask('/');
      notes.check('its page is on port 8081', page.status === 200 && /<!doctype/i.test(page.text));
      const stranger = await ask('/api/v1/me');
      notes.check('a stranger is told nothing', stranger.status === 401, String(stranger.status));
      const accepted = await ask('/api/v1/links/invitation', { body: { token, name, password } });
      notes.check('an invitation is accepted', accepted.status === 201, seen(accepted));
      const signedIn = await ask('/api/auth/sign-in/email', { body: { email, password } });
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
      await close();
    }
  },
};
