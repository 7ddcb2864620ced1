import type { CheckInList, OrderTickets, ScanAnswer, SignedInDevice } from '@onsale/contracts';
import { type ConsoleDoor, join, openConsole, read, seen } from '../console-door.ts';
import { newEventId, publishEvent } from '../publish-event.ts';
import { secondsSince, type Step } from '../step.ts';

const EVENT_ID = newEventId('tonight');
const TICKET = `${EVENT_ID}-adult`;
/** A list has an order once it is recorded; a busy machine takes longer. */
const LISTED_TIMEOUT_S = 60;
const HOUR_MS = 3_600_000;

export const entrance: Step = {
  name: 'entrance',
  title: 'Signs two phones in at an entrance, and lets in a ticket once',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    await publishEvent(cluster, opened, event());
    const { orderId = '', text } = await opened.order(TICKET);
    if (orderId === '') throw new Error(`no ticket to show: ${text}`);
    await opened.untilConfirmed(orderId);
    const { tickets } = await opened.get<OrderTickets>(`/api/v1/orders/${orderId}/tickets`);
    const code = tickets[0]?.code ?? '';

    const console = await openConsole(cluster);
    const { ask, close } = console;
    try {
      const page = await ask('/checkin/');
      notes.check('its app is on port 8081', page.status === 200 && /<!doctype/i.test(page.text));
      const cookie = await join(console);
      const [north, south] = [await signIn(console, cookie), await signIn(console, cookie)];
      const start = performance.now();
      await cluster.until(
        async () => await ask('/api/v1/check-in-list', { token: north }),
        (told) => told.status === 200 && (read(told) as CheckInList).orders.length > 0,
        { timeoutS: LISTED_TIMEOUT_S, describe: seen },
      );
      notes.check('its list has the order', true, secondsSince(start));
      const first = await scan(console, north, code);
      notes.check(
        'a ticket that delivery has signed is let in',
        first.kind === 'welcome',
        first.kind,
      );
      const second = await scan(console, south, code);
      notes.check('a copy is not', second.kind === 'already_in', second.kind);
      const stranger = await ask('/api/v1/check-in-list');
      notes.check('a stranger gets no list', stranger.status === 401, String(stranger.status));
    } finally {
      await close();
    }
  },
};

// It has begun.
function event(): string {
  const at = (hours: number) =>
    `${new Date(Date.now() + hours * HOUR_MS).toISOString().slice(0, -5)}Z`;
  return `id: ${EVENT_ID}
name: Cluster test, tonight
venue: Anywhere
startsAt: ${at(-1)}
endsAt: ${at(6)}
currency: EUR
tickets:
  - { id: ${TICKET}, name: Admission, type: adult, price: 20.00, capacity: 100 }
`;
}

/** The token of a new device. */
async function signIn({ ask }: ConsoleDoor, cookie: string): Promise<string> {
  const body = { entranceId: 'main' };
  const added = await ask(`/api/v1/events/${EVENT_ID}/devices`, { cookie, body });
  const { code } = read(added) as { code: string };
  const signedIn = await ask('/api/v1/devices', { body: { code } });
  return (read(signedIn) as SignedInDevice).token;
}

async function scan({ ask }: ConsoleDoor, token: string, code: string): Promise<ScanAnswer> {
  const now = Date.now();
  const body = { sentAt: now, scans: [{ number: 1, at: now, via: 'camera', code }] };
  const told = await ask('/api/v1/checkins', { token, body });
  const { results } = read(told) as { results: { answer: ScanAnswer }[] };
  const [result] = results;
  if (result === undefined) throw new Error(`nothing was answered: ${seen(told)}`);
  return result.answer;
}
