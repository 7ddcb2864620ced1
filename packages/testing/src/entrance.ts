import type { CheckInList, Scan, ScanAnswer } from '@onsale/contracts';
import { type Ledger, openLedger } from '@onsale/ledger';
import { createApiKey, publishTicketKeys, type Records } from '@onsale/records';
import {
  addKey,
  eventTagOf,
  publishedKey,
  signCode,
  type SigningKey,
  ticketTag,
  typeTagOf,
} from '@onsale/ticket-codes';
import { eventually } from './eventually.ts';
import { connectionOf } from './install-on.ts';
import { type OfficeAnswer, startOffice, type TestOffice } from './office.ts';
import type { TestRedis } from './redis-server.ts';
import { putOnSale, sellToMany } from './sell-tickets.ts';
import { startService } from './service-process.ts';

/** An event that is on now, so that everybody may come in. */
export const ENTRANCE_EVENT = 'tonight';
/** One whose doors open tomorrow. */
export const NEXT_EVENT = 'tomorrow';
/** A hundred thousand tickets take a recorder a while. */
const RECORDED_MS = 300_000;

/** What of a shop an entrance needs, as `startOffice` has it; a site has it as well. */
export interface EntranceParts {
  /** Of the office. */
  url: string;
  db: Records;
  redis: TestRedis;
}

/** An order that is recorded, with its tickets in the order of their places. */
export interface SoldOrder {
  orderId: string;
  tickets: {
    /** As its code names it. */
    ticket: string;
    code: string;
  }[];
}

/** A device that is signed in. */
export interface TestDevice {
  deviceId: string;
  entranceId: string;
  token: string;
  /** Sends what was scanned: each with the next number and this moment, unless it says another. */
  send(scans: readonly Partial<Scan>[], sentAt?: number): Promise<OfficeAnswer>;
  /** Sends one code as read by the camera, and answers what it was answered. */
  scan(code: string): Promise<ScanAnswer>;
  /** Asks for the list, with these parameters. */
  list(query?: Record<string, string>): Promise<OfficeAnswer>;
  /** The whole list, page by page. */
  wholeList(): Promise<CheckInList[]>;
}

/** The office with an event that is on now, and what sells its tickets. */
export interface TestEntrance {
  office: TestOffice;
  eventId: string;
  ledger: Ledger;
  signing: SigningKey;
  /** Sells tickets, by default two, to so many buyers; resolves once that is recorded. */
  sell(buyers: number, what?: { eventId?: string; wanted?: string }): Promise<SoldOrder[]>;
  /** Signs in a device, at the first entrance of tonight unless told otherwise. */
  signIn(where?: { eventId?: string; entranceId?: string }): Promise<TestDevice>;
  stop(): Promise<void>;
}

/** Starts the office with a recorder, an event that has begun an hour ago, and the same event a day later. */
export async function startEntrance(
  environment: Record<string, string> = {},
): Promise<TestEntrance> {
  const office = await startOffice(environment);
  const ledger = await openLedger(connectionOf(office.redis), 1);
  await putOnSale(ledger, entranceCatalog());
  const recorder = startService('recorder', {
    REDIS_URL: office.redis.url,
    DATABASE_URL: office.postgres.url,
  });
  await recorder.ready();
  const keys = addKey([]);
  const [signing] = keys;
  if (signing === undefined) throw new Error('there is no key');
  await publishTicketKeys(office.db, keys.map(publishedKey));
  return {
    ...{ office, ledger, signing, eventId: ENTRANCE_EVENT },
    sell: async (buyers, { eventId = ENTRANCE_EVENT, wanted = `${eventId}-adult:2` } = {}) =>
      await sellRecorded(office.db, ledger, { eventId, buyers, wanted, signing }),
    signIn: async ({ eventId = ENTRANCE_EVENT, entranceId } = {}) =>
      await signInDevice(office, { eventId, entranceId }),
    async stop() {
      await recorder.stop();
      await office.stop();
    },
  };
}

/** Sells tickets of an event, and waits until the recorder has them. */
export async function sellRecorded(
  db: Records,
  ledger: Ledger,
  { signing, ...sale }: { eventId: string; wanted: string; buyers: number; signing: SigningKey },
): Promise<SoldOrder[]> {
  const ids = await sellToMany(ledger, sale);
  // The log has them in this order.
  const last = db
    .selectFrom('records.orders')
    .select('status')
    .where('order_id', '=', ids.at(-1) ?? '');
  await eventually(
    async () => await last.executeTakeFirst(),
    (order) => order?.status === 'confirmed',
    RECORDED_MS,
  );
  return ids.map((orderId) => ({ orderId, tickets: codesOf(orderId, { ...sale, signing }) }));
}

/** The tickets of an order of `wanted`, in their first version, as delivery issues them. */
export function codesOf(
  orderId: string,
  { eventId, wanted, signing }: { eventId: string; wanted: string; signing: SigningKey },
): SoldOrder['tickets'] {
  return wanted.split(',').flatMap((item, line) => {
    const [ticketId = '', qty] = item.split(':');
    return Array.from({ length: Number(qty) }, (_, i) => {
      const ticket = ticketTag({ orderId, line, number: i + 1, version: 1 });
      const content = { event: eventTagOf(eventId), type: typeTagOf(eventId, ticketId), ticket };
      return { ticket, code: signCode(signing, content) };
    });
  });
}

/** Signs in a device at an entrance, the first one unless told otherwise. */
export async function signInDevice(
  { url, db }: Pick<EntranceParts, 'url' | 'db'>,
  { eventId, entranceId }: { eventId: string; entranceId?: string | undefined },
): Promise<TestDevice> {
  const key = await createApiKey(db, {
    ...{ name: 'test', createdBy: 'test' },
    grants: [{ role: 'manager' }],
  });
  const asMember = { authorization: `Bearer ${key.secret}` };
  const at = entranceId ?? (await firstEntrance(url, { eventId, headers: asMember }));
  const added = await ask(`${url}/v1/events/${eventId}/devices`, {
    ...{ method: 'POST', headers: asMember, body: { entranceId: at } },
  });
  const signedIn = await ask(`${url}/v1/devices`, {
    ...{ method: 'POST', body: { code: (added.body as { code?: string }).code ?? '' } },
  });
  if (signedIn.status !== 201) {
    throw new Error(`the device was answered ${JSON.stringify([added.body, signedIn.body])}`);
  }
  return deviceOf(url, signedIn.body);
}

async function firstEntrance(
  url: string,
  { eventId, headers }: { eventId: string; headers: Record<string, string> },
): Promise<string> {
  const { body } = await ask(`${url}/v1/events/${eventId}/entrance`, { headers });
  return body.settings.entrances[0].entranceId;
}

function deviceOf(
  url: string,
  signedIn: { token: string; device: { deviceId: string; entranceId: string } },
): TestDevice {
  const { token } = signedIn;
  const headers = { authorization: `Bearer ${token}` };
  let number = 0;
  const send: TestDevice['send'] = async (scans, sentAt = Date.now()) => {
    const numbered = scans.map((scan) => ({
      ...{ number: ++number, at: Date.now(), via: 'camera' },
      ...scan,
    }));
    const body = { sentAt, scans: numbered };
    return await ask(`${url}/v1/checkins`, { method: 'POST', headers, body });
  };
  const list: TestDevice['list'] = async (query = {}) =>
    await ask(`${url}/v1/check-in-list?${String(new URLSearchParams(query))}`, { headers });
  return {
    ...{ token, send, list },
    ...{ deviceId: signedIn.device.deviceId, entranceId: signedIn.device.entranceId },
    scan: async (code) => {
      const { status, body } = await send([{ code }]);
      if (status === 200) return body.results[0].answer;
      throw new Error(`the scan was answered ${status}: ${JSON.stringify(body)}`);
    },
    wholeList: async () => {
      const pages: CheckInList[] = [];
      let page: string | undefined;
      do {
        const { status, body } = await list(page === undefined ? {} : { page });
        if (status !== 200) throw new Error(`the list was answered ${status}`);
        pages.push(body);
        page = body.nextPage;
      } while (page !== undefined);
      return pages;
    },
  };
}

async function ask(
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: object; body?: object },
): Promise<OfficeAnswer> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    ...{ method, headers: { ...headers, ...type } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status, headers: answered } = response;
  return { status, headers: answered, body: text === '' ? undefined : JSON.parse(text) };
}

/** The catalog with both events, as YAML. */
export function entranceCatalog(): string {
  return `events:${eventAt(ENTRANCE_EVENT, 0)}${eventAt(NEXT_EVENT, 24)}`;
}

function eventAt(id: string, hours: number): string {
  const at = (more: number) =>
    `${new Date(Date.now() + (hours + more) * 3_600_000).toISOString().slice(0, -5)}Z`;
  return `
  - id: ${id}
    name: The band
    venue: Hall
    startsAt: ${at(-1)}
    doorsAt: ${at(-2)}
    endsAt: ${at(5)}
    currency: EUR
    tickets:
      - { id: ${id}-adult, name: Adult, type: standard, price: 10, capacity: 1000000 }
      - { id: ${id}-child, name: Child, type: reduced, price: 5, capacity: 1000000 }`;
}
