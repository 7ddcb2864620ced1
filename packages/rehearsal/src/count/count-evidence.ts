import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@onsale/crowd';
import type { PreparedEvent } from '../event/prepare-event.ts';
import type { Evidence } from '../evidence.ts';
import type { Installation } from '../installation.ts';
import { OfficeClient } from '../office-client.ts';
import { playEntrance } from '../play/play-entrance.ts';
import type { Sale } from '../play/play-sale.ts';
import type { Played, RehearsalOptions } from '../rehearse.ts';
import { askWrongly } from './ask-wrongly.ts';
import { countBank } from './count-bank.ts';
import { countOffice } from './count-office.ts';
import { countOrders, countTickets, minorOf } from './count-orders.ts';

/** An order has an outcome this long after its hold is over. */
const AFTER_HOLD_S = 60;
const MAILS_STUCK_MS = 30_000;
/** Thousands of mails with tickets take minutes. */
const SAYS_EVERY_MS = 15_000;

/** Counts each side by itself, and only once it had the time to get there; plays the entrance for it. */
export async function countEvidence(
  installation: Installation,
  { event, played, options }: { event: PreparedEvent; played: Played; options: RehearsalOptions },
): Promise<Evidence> {
  const { url, office, bank, kind } = installation;
  const { plan, say, signal, holdS = 60 } = options;
  const { sale, scanMs } = played;
  const { people, door } = sale;
  const ids = people.flatMap(({ orders }) => orders.map(({ id }) => id));
  say(`the crowd has gone; counting ${ids.length} orders`);
  const deadlineMs = performance.now() + (holdS + AFTER_HOLD_S) * 1000;
  const shop = await countOrders(door, ids, { deadlineMs, signal });
  const confirmed = ids.filter((id) => shop.get(id)?.status === 'confirmed');
  say(`${confirmed.length} are confirmed; fetching their tickets`);
  const tickets = await countTickets(door, confirmed, { url, eventId: event.eventId });
  const isOurs = new Set(ids);
  const sums =
    bank === undefined
      ? undefined
      : await countBank(bank, {
          isOurs: (id) => isOurs.has(id) || kind === 'own',
          signal,
        });
  const client = office === undefined ? undefined : new OfficeClient(office);
  const recorded =
    client === undefined || kind !== 'own'
      ? undefined
      : await countOffice(client, event.eventId, { confirmed: confirmed.length, signal });
  const codes = [...(tickets ?? new Map<string, never>()).values()].flat().map(({ code }) => code);
  const entrance =
    office === undefined || recorded === undefined || plan.devices === 0
      ? undefined
      : await playEntrance(
          office,
          { eventId: event.eventId, devices: plan.devices },
          { codes, random: seededRandom(plan.seed + 2), onScan: (ms) => void scanMs.push(ms) },
        );
  if (entrance !== undefined) say(`${entrance.scans.length} scans at ${plan.devices} devices`);
  const mails = await countMails(installation, { wanted: confirmed.length, say, signal });
  const probes = await askWrongly({ url, officeUrl: office?.url }, event);
  const books = await lastBooks(client, event.eventId);
  return {
    ...{ capacity: plan.tickets, priceMinor: minorOf(event.price), shop, bank: sums },
    placed: people.flatMap((person) =>
      person.orders.map(({ id, repeatedAs = [] }) => ({
        ...{ orderId: id, email: `p${person.index}@example.com`, qty: 1 },
        ...{ totalMinor: minorOf(event.price), repeats: repeatedAs },
      })),
    ),
    books: [...played.watch.books, ...(books === undefined ? [] : [books])],
    ...{ office: recorded, tickets, mails, entrance, probes },
    isDisturbed: plan.kills,
    people: {
      triedToCheat: people.filter(({ kind: is }) => is === 'bot' || is === 'copying').length,
      stolen: people.reduce((sum, { stolen }) => sum + stolen, 0),
      unanswered: plan.kills ? 0 : people.reduce((sum, { lost }) => sum + lost, 0),
      stranded: people.filter(isStranded).length,
    },
    answers: sale.tally.statuses,
  };
}

function isStranded({ kind, orders, toldAtMs, hasLeft }: Sale['people'][number]): boolean {
  return kind !== 'bot' && orders.length === 0 && toldAtMs === undefined && hasLeft !== true;
}

async function lastBooks(client: OfficeClient | undefined, eventId: string) {
  if (client === undefined) return undefined;
  const { tickets } = await client.get<{ tickets: Evidence['books'] }>(`/v1/events/${eventId}`);
  return tickets[0];
}

async function countMails(
  { mails }: Installation,
  { wanted, say, signal }: { wanted: number } & Pick<RehearsalOptions, 'say' | 'signal'>,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (mails === undefined) return undefined;
  const total = () =>
    mails()
      .values()
      .reduce((sum, each) => sum + each, 0);
  let [last, newsMs, saidMs] = [total(), performance.now(), -Infinity];
  while (last < wanted && !signal.aborted && performance.now() - newsMs < MAILS_STUCK_MS) {
    if (performance.now() - saidMs >= SAYS_EVERY_MS) {
      say(`${last} of ${wanted} mails have come`);
      saidMs = performance.now();
    }
    await delay(500);
    const now = total();
    if (now > last) newsMs = performance.now();
    last = now;
  }
  // What comes twice comes soon after.
  await delay(1000);
  return mails();
}
