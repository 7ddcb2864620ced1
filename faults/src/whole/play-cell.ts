import { setTimeout as delay } from 'node:timers/promises';
import { type Random, seededRandom } from '@onsale/crowd';
import { eventually, signInDevice } from '@onsale/testing';
import { type Phone, startPhone } from '../entrance/phone.ts';
import { BEHAVIOURS, Buyer, type BuyerReport } from '../payments/buyer.ts';
import { untilQuiet, untilSwept } from '../payments/until-quiet.ts';
import type { Stage } from '../scenario.ts';
import { causeFault } from './cause-fault.ts';
import { type CellCount, countCell } from './count-cell.ts';
import { type Cell, nameOf } from './matrix.ts';
import { LineGoer } from './line-goer.ts';
import { readCodes } from './read-codes.ts';
import type { WholeSale } from './whole-sale.ts';

/** How long an order is held. */
export const HOLD_MS = 8000;
/** Tickets for so many of the buyers: late money finds some gone. */
export const CAPACITY_SHARE = 0.7;
const PHONES = 3;
const COMES_EVERY_MS = 250;
const SCANS_EVERY_MS = [100, 600] as const;
/** Far longer than anything takes on a busy machine. */
const QUIET_MS = 300_000;

/** How large a cell is. */
export interface Size {
  buyers: number;
  faults: number;
}

/** What came of a cell. */
export interface CellResult extends CellCount {
  cell: Cell;
  /** Of the whole run. */
  runSeed: number;
  isQuick: boolean;
  faults: number;
  /** From the end of the last fault until nothing was open any more. */
  secondsToNormal: number;
}

/**
 * Plays a sale from the line to the entrance while the fault of a cell happens, on an event of its own; waits until
 * all is quiet, and counts.
 */
export async function playCell(
  stage: Stage,
  sale: WholeSale,
  { cell, runSeed, size }: { cell: Cell; runSeed: number; size: Size },
): Promise<CellResult> {
  const random = seededRandom(seedOf(runSeed, cell));
  const eventId = nameOf(cell);
  const phones = await signInPhones(sale, eventId, random);
  stage.say(`${eventId}: phones are signed in`);
  const sold: string[] = [];
  const isOver = { now: false };
  const entrance = phones.map((phone) => workAt(phone, { sold, isOver, random }));
  const goers: LineGoer[] = [];
  const buying = sendBuyers(sale, { eventId, random, count: size.buyers, goers, sold });
  await causeFault({ stage: { ...stage, random }, sale, phones }, cell, size.faults);
  const endedAtMs = performance.now();
  stage.say(`${eventId}: the faults are over`);
  const reports = await buying;
  isOver.now = true;
  await Promise.all(entrance);
  stage.say(`${eventId}: all buyers are through`);
  await untilSwept(sale.ledger);
  stage.say(`${eventId}: swept`);
  const unquiet = await untilQuiet(sale.ledger, sale.bank, QUIET_MS);
  stage.say(`${eventId}: ${unquiet ?? 'quiet'}`);
  await sale.untilRecorded();
  stage.say(`${eventId}: recorded`);
  await untilMailed(sale, eventId);
  await closeEntrance(sale, { phones, sold, reports });
  const secondsToNormal = (performance.now() - endedAtMs) / 1000;
  const count = await countCell(sale, { eventId, reports, phones, sold });
  return {
    ...{ cell, runSeed, isQuick: stage.quick, faults: size.faults, secondsToNormal },
    ...count,
    broken: [
      ...(unquiet === undefined ? [] : [unquiet]),
      ...goers.flatMap(({ broken }) => broken),
      ...count.broken,
    ],
  };
}

// The same for a cell, whatever is played before it.
function seedOf(runSeed: number, cell: Cell): number {
  return Buffer.from(nameOf(cell)).reduce((sum, byte) => (sum * 31 + byte) >>> 0, runSeed);
}

async function signInPhones(sale: WholeSale, eventId: string, random: Random): Promise<Phone[]> {
  const office = { url: sale.services.office.part.address, db: sale.db };
  const phones: Phone[] = [];
  for (let i = 0; i < PHONES; i++) {
    // Until the recorder has seen the event, nobody can be let in to it.
    const device = await eventually(
      async () => await signInDevice(office, { eventId }).catch(() => undefined),
      (signedIn) => signedIn !== undefined,
    );
    if (device === undefined) throw new Error('no phone could sign in');
    const phone = startPhone(device, { offices: [sale.officeUrl], random });
    await phone.sync();
    phones.push(phone);
  }
  return phones;
}

// One after another, each with chances of its own; behaviours take turns, so that none is missing.
async function sendBuyers(
  sale: WholeSale,
  options: {
    eventId: string;
    random: Random;
    count: number;
    goers: LineGoer[];
    sold: string[];
  },
): Promise<BuyerReport[]> {
  const { eventId, random, count, goers, sold } = options;
  const shop = {
    gateways: [{ address: `${sale.url}/api` }],
    payments: [{ address: `${sale.url}/api/v1` }],
    ticketId: `${eventId}-seat`,
  };
  const buying: Promise<BuyerReport>[] = [];
  for (let index = 0; index < count; index++) {
    const own = seededRandom(random.integer(0, 2 ** 31));
    const goer = new LineGoer({ url: sale.url, eventId, random: own, index });
    goers.push(goer);
    const buyer = new Buyer({
      shop: { ...shop, admit: () => goer.untilAdmitted() },
      ...{ bank: sale.bank, random: own, holdMs: HOLD_MS },
    });
    // More of them do what most people do.
    const behaviour =
      index % 2 === 0 ? 'pays' : (BEHAVIOURS[(index >> 1) % BEHAVIOURS.length] ?? 'pays');
    const bought = buyer.buy(`${eventId}-${index}`, behaviour);
    buying.push(bought);
    void bought.then(async ({ orderIds, paid }) => {
      await goer.leave();
      if (paid > 0) await takeTickets(sale.url, orderIds, sold);
    });
    await delay(COMES_EVERY_MS);
  }
  return await Promise.all(buying);
}

/** Adds the codes of the tickets as the buyer is shown them, as soon as there are some; for a while. */
async function takeTickets(
  url: string,
  orderIds: readonly string[],
  sold: string[],
): Promise<void> {
  for (const orderId of orderIds) {
    for (let tries = 0; tries < 20; tries++) {
      const codes = await readCodes(url, orderId);
      if (codes.length > 0) {
        sold.push(...codes.filter((code) => !sold.includes(code)));
        break;
      }
      await delay(500);
    }
  }
}

/** Scans what there is, so that each ticket is shown several times, at several phones. */
async function workAt(
  phone: Phone,
  { sold, isOver, random }: { sold: readonly string[]; isOver: { now: boolean }; random: Random },
): Promise<void> {
  while (!isOver.now) {
    await delay(random.integer(...SCANS_EVERY_MS));
    if (sold.length === 0) continue;
    const code = random.pick(sold);
    await phone.scan(random.integer(1, 30) === 1 ? code.replace(/.$/, '') : code);
    if (random.integer(1, 10) === 1) await whyNotSynced(phone);
  }
}

/** Those who have not come yet come, and all phones send what they have. */
async function closeEntrance(
  sale: WholeSale,
  {
    phones,
    sold,
    reports,
  }: { phones: readonly Phone[]; sold: string[]; reports: readonly BuyerReport[] },
): Promise<void> {
  await takeTickets(sale.url, await confirmedOf(sale, reports), sold);
  const [phone] = phones;
  for (const code of sold) await phone?.scan(code);
  // Twice: what one has sent, another hears of only then.
  for (let turn = 0; turn < 2; turn++) {
    await Promise.all(
      phones.map((each) =>
        eventually(
          async () => await whyNotSynced(each),
          (why) => why === undefined,
          QUIET_MS,
        ),
      ),
    );
  }
}

async function confirmedOf(
  { postgres }: WholeSale,
  reports: readonly BuyerReport[],
): Promise<string[]> {
  const ids = reports.flatMap(({ orderIds }) => orderIds);
  const rows = await postgres.query<{ order_id: string }>(
    `select order_id from records.orders where status = 'confirmed' and order_id = any($1)`,
    [ids],
  );
  return rows.map(({ order_id: id }) => id);
}

async function whyNotSynced(phone: Phone): Promise<string | undefined> {
  return await phone.sync().then(() => undefined, String);
}

/** Waits until no mail of the event waits any more; those that were put off need not wait for their time. */
async function untilMailed({ postgres }: WholeSale, eventId: string): Promise<void> {
  await eventually(
    async () => {
      await postgres.query(`
        update jobs.job_common set start_after = now()
        where name = 'mails' and state in ('created', 'retry') and start_after > now()`);
      const [row] = await postgres.query<{ waiting: string }>(
        `select (select count(*) from office.mails where event_id = $1 and state = 'waiting')
          + (select count(*) from records.orders o where o.event_id = $1 and o.status = 'confirmed'
            and not exists (select from office.mails m
              where m.order_id = o.order_id and m.kind = 'confirmed')) as waiting`,
        [eventId],
      );
      return Number(row?.waiting);
    },
    (waiting) => waiting === 0,
    QUIET_MS,
  );
}
