import { readOrder } from '@onsale/ledger';
import type { ReceivedMail } from '@onsale/testing';
import { judgeEntrance } from '../entrance/judge-entrance.ts';
import type { Phone } from '../entrance/phone.ts';
import { type Account, findFaults, readAccounts } from '../payments/count-money.ts';
import { Buyer, type BuyerReport } from '../payments/buyer.ts';
import { PRICE_MINOR } from '../payments/paying-shop.ts';
import { judgeState } from '../records/judge-records.ts';
import { seededRandom } from '@onsale/crowd';
import { readCodes } from './read-codes.ts';
import type { WholeSale } from './whole-sale.ts';

/** What there is in the end, and what is not as it must be. */
export interface CellCount {
  orders: number;
  confirmed: number;
  /** What stayed at the bank, in minor units. */
  keptMinor: number;
  backMinor: number;
  mails: number;
  tickets: number;
  scans: number;
  /** A sentence each; empty when every promise was kept. */
  broken: string[];
}

/** What is still wrong of what was counted before must not be said again. */
const said = new WeakMap<WholeSale, Set<string>>();

/** Counts every order, cent, mail, ticket and scan of a cell from outside. */
export async function countCell(
  sale: WholeSale,
  played: {
    eventId: string;
    reports: readonly BuyerReport[];
    phones: readonly Phone[];
    sold: readonly string[];
  },
): Promise<CellCount> {
  const { eventId, reports, phones } = played;
  const accounts = await readAll(sale, reports);
  const confirmed = accounts.filter(({ order }) => order.status === 'confirmed');
  const sums = accounts.flatMap((account) => account.sums);
  const paidMinor = sums.reduce((sum, each) => sum + each.paidMinor, 0);
  const backMinor = sums.reduce((sum, each) => sum + each.refundedMinor, 0);
  const mails = await countMails(sale, eventId, confirmed);
  const tickets = await countTickets(sale, { eventId, confirmed, sold: played.sold });
  const entrance = await judgeEntrance(sale.postgres, everyPhone(sale, phones));
  const { problems } = await sale.system.auditWhenSettled();
  const broken = [
    ...(await countOrders(sale, { eventId, reports, confirmed })),
    ...accounts.flatMap((account) => findFaults(account).map((what) => `an order: ${what}`)),
    ...(paidMinor - backMinor === confirmed.length * PRICE_MINOR
      ? []
      : [`${paidMinor - backMinor} stayed at the bank for ${confirmed.length} tickets`]),
    ...(confirmed.length === 0 ? ['nobody has tickets, so that nothing is shown'] : []),
    ...(tickets.count > 0 && phones.every(({ shown }) => shown.length === 0)
      ? ['nobody was scanned']
      : []),
    ...mails.broken,
    ...tickets.broken,
    ...entrance.broken,
    ...phones.flatMap(({ wrong }) => wrong.slice(0, 1)),
    ...problems,
    ...(await judgeState(sale)),
    ...crashesOf(sale, eventId),
  ];
  return {
    ...{ orders: accounts.length, confirmed: confirmed.length, backMinor },
    keptMinor: paidMinor - backMinor,
    ...{ mails: mails.count, tickets: tickets.count },
    scans: phones.reduce((sum, { shown }) => sum + shown.length, 0),
    broken: onlyNew(sale, broken),
  };
}

/** The bank tells nothing that is not on its disk, so without one it ends, and goes on when it is started again. */
const ENDS_WHEN_FULL = 'bank-full';

function crashesOf(sale: WholeSale, eventId: string): string[] {
  const crashes = Object.entries(sale.services).flatMap(([name, { part }]) =>
    part.crashes.map((crash, index) => `${name} ${index + 1}: ${crash}`),
  );
  if (eventId !== ENDS_WHEN_FULL) return crashes;
  const [ofBank = [], others = []] = [true, false].map((is) =>
    crashes.filter((crash) => crash.startsWith('bank ') === is),
  );
  onlyNew(sale, ofBank);
  return others;
}

const phonesOf = new WeakMap<WholeSale, Set<Phone>>();

// The tables have the scans of the cells before as well.
function everyPhone(sale: WholeSale, phones: readonly Phone[]): Phone[] {
  const all = phonesOf.get(sale) ?? new Set();
  for (const phone of phones) all.add(phone);
  phonesOf.set(sale, all);
  return [...all];
}

function onlyNew(sale: WholeSale, broken: readonly string[]): string[] {
  const before = said.get(sale) ?? new Set();
  const fresh = [...new Set(broken)].filter((sentence) => !before.has(sentence));
  said.set(sale, new Set([...before, ...fresh]));
  return fresh;
}

async function readAll(sale: WholeSale, reports: readonly BuyerReport[]): Promise<Account[]> {
  const shop = { gateways: [], payments: [{ address: `${sale.url}/api/v1` }] };
  const random = seededRandom(1);
  const reader = new Buyer({ shop, bank: sale.bank, random, holdMs: 0 });
  const { orders: sums } = await sale.bank.books();
  return await readAccounts(sale.ledger, {
    orderIds: reports.flatMap(({ orderIds }) => orderIds),
    ...{ sums, checkouts: await sale.bank.checkouts() },
    tell: (orderId) => reader.readPayment(orderId),
  });
}

// Each order that was answered is there, no other is, and no place was sold twice.
async function countOrders(
  { ledger, postgres }: WholeSale,
  {
    eventId,
    reports,
    confirmed,
  }: { eventId: string; reports: readonly BuyerReport[]; confirmed: readonly Account[] },
): Promise<string[]> {
  const ids = reports.flatMap(({ orderIds }) => orderIds);
  const broken: string[] = [];
  if (new Set(ids).size < ids.length) broken.push('two buyers have one order');
  const stored = await Promise.all(ids.map((id) => readOrder(ledger, id)));
  const lost = stored.filter((order) => order === undefined).length;
  if (lost > 0) broken.push(`${lost} orders are lost`);
  const rows = await postgres.query<{ order_id: string }>(
    'select order_id from records.orders where event_id = $1',
    [eventId],
  );
  const known = new Set(ids);
  const unknown = rows.filter(({ order_id: id }) => !known.has(id)).length;
  if (unknown > 0) broken.push(`${unknown} orders are nobody's`);
  const [stock] = await postgres.query<{ capacity: number }>(
    `select count(*)::int as capacity from records.orders where event_id = $1 and status = 'confirmed'`,
    [eventId],
  );
  if (stock?.capacity !== confirmed.length) {
    broken.push(`${stock?.capacity} orders are recorded as confirmed, not ${confirmed.length}`);
  }
  return broken;
}

// Each mail that is noted as sent is there, each that is there is noted, and each buyer with tickets has them once.
async function countMails(
  { postgres, mails }: WholeSale,
  eventId: string,
  confirmed: readonly Account[],
): Promise<{ count: number; broken: string[] }> {
  const rows = await postgres.query<{
    order_id: string;
    kind: string;
    state: string;
    mail_id: string;
  }>('select order_id, kind, state, mail_id from office.mails where event_id = $1', [eventId]);
  const here = mails.mails().filter(({ to }) => to[0]?.startsWith(`${eventId}-`) === true);
  const ids = new Set(here.map(mailIdOf));
  const noted = new Set(rows.map(({ mail_id: id }) => id));
  const withTickets = Map.groupBy(
    rows.filter(({ kind }) => kind === 'confirmed'),
    ({ order_id: id }) => id,
  );
  const broken: string[] = [];
  for (const { state, kind, mail_id: id } of rows) {
    if (state !== 'sent') broken.push(`a mail (${kind}) is ${state}`);
    else if (!ids.has(id)) broken.push(`a mail (${kind}) is noted and not there`);
  }
  for (const id of ids) if (!noted.has(id ?? '')) broken.push('a mail is there and not noted');
  for (const { order } of confirmed) {
    const of = withTickets.get(order.id)?.length ?? 0;
    if (of !== 1) broken.push(`a buyer has ${of} mails with tickets`);
  }
  if (withTickets.size > confirmed.length) broken.push('somebody has a mail and no tickets');
  return { count: ids.size, broken };
}

function mailIdOf({ raw }: ReceivedMail): string | undefined {
  return /^message-id:\s*<([^@]+)@/im.exec(raw)?.[1];
}

// Each confirmed order shows one ticket, no two the same, and what was scanned is among them.
async function countTickets(
  sale: WholeSale,
  {
    eventId,
    confirmed,
    sold,
  }: { eventId: string; confirmed: readonly Account[]; sold: readonly string[] },
): Promise<{ count: number; broken: string[] }> {
  const codes: string[] = [];
  for (const { order } of confirmed) codes.push(...(await readCodes(sale.url, order.id)));
  const [row] = await sale.postgres.query<{ valid: number }>(
    `select count(*)::int as valid from records.tickets t join records.orders o using (order_id)
      where o.event_id = $1 and t.state = 'valid'`,
    [eventId],
  );
  const broken: string[] = [];
  if (codes.length !== confirmed.length || new Set(codes).size !== codes.length) {
    broken.push(`${confirmed.length} orders show ${codes.length} tickets`);
  }
  if (row?.valid !== codes.length) broken.push(`${row?.valid} tickets are recorded as valid`);
  const strange = sold.filter((code) => !codes.includes(code)).length;
  if (strange > 0) broken.push(`${strange} tickets are not shown any more`);
  return { count: codes.length, broken };
}
