import { setTimeout as delay } from 'node:timers/promises';
import { refundTickets } from '@onsale/ledger';
import { openRecords, publishTicketKeys, type Records } from '@onsale/records';
import {
  ENTRANCE_EVENT,
  entranceCatalog,
  eventually,
  sellRecorded,
  signInDevice,
  type SoldOrder,
} from '@onsale/testing';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import type { Part } from '../part.ts';
import { checkRecordedSale } from '../records/judge-records.ts';
import { type RecordedSale, startRecordedSale } from '../records/recorded-sale.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { judgeEntrance } from './judge-entrance.ts';
import { type Phone, startPhone } from './phone.ts';

const PHONES = 10;
/** Orders of two tickets. */
const ORDERS = { quick: 150, full: 5000 };
/** How often an office or PostgreSQL is killed. */
const FAULTS = { quick: 3, full: 60 };
/** A process needs about a second to start; it dies a while after that. */
const ALIVE_MS = { quick: [300, 1500], full: [1000, 5000] } as const;
/** Between two scans of a phone. */
const PAUSE_MS = { quick: [5, 60], full: [20, 400] } as const;
/** So many of a hundred scans are of a ticket that anybody may have shown before. */
const COPIES = 40;

/** Offices and PostgreSQL die under the phones of a full entrance, some of which have no network anyway. */
export const killedOffice: Scenario = {
  name: 'entrance-killed-office',
  fault: 'offices and PostgreSQL are killed while ten phones scan, half of them offline',
  promise: 'every scan is kept once, as it was shown; no ticket lets in two without a conflict',
  run: async (stage) => {
    const { sale, db, offices, sold, phones } = await open(stage);
    const isOver = { now: false };
    const crowd = phones.map((phone) => work(phone, { stage, sold, isOver }));
    let faults = 0;
    const [least, most] = ALIVE_MS[sizeOf(stage)];
    while (faults < FAULTS[sizeOf(stage)]) {
      await delay(stage.random.integer(least, most));
      await beHit(stage, sale, offices);
      await refundSome(stage, sale, sold);
      faults++;
      const count = phones.reduce((sum, { shown }) => sum + shown.length, 0);
      stage.say(`${faults} faults, ${count} scans`);
    }
    const sinceMs = performance.now();
    isOver.now = true;
    await Promise.all(crowd);
    await sale.untilRecorded();
    // Twice: what one has sent, another hears of only then.
    for (let turn = 0; turn < 2; turn++) {
      await Promise.all(phones.map((phone) => eventually(() => trySync(phone), Boolean, 60_000)));
    }
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    const judged = await judgeEntrance(sale.postgres, phones);
    const lists = await judgeLists(phones, { url: addressOf(offices), db });
    return {
      faults,
      check: await checkRecordedSale(
        sale,
        sold.map(({ orderId }) => orderId),
      ),
      secondsToNormal,
      broken: [
        ...offices.flatMap(({ crashes }) => crashes),
        ...judged.broken,
        ...lists,
        ...phones.flatMap(({ wrong }) => wrong.slice(0, 1)),
      ],
      note: judged.note,
    };
  },
};

const sizeOf = ({ quick }: Stage) => (quick ? 'quick' : 'full');
const addressOf = ([office]: readonly Part[]) => office?.address ?? '';

async function open(stage: Stage) {
  const catalog = entranceCatalog();
  const sale = await startRecordedSale(stage, { catalog, hasWitness: false, shards: 1 });
  const onError = () => undefined;
  const db = openRecords({ url: sale.postgres.url, name: 'faults', onError });
  stage.onEnd(() => db.destroy());
  const keys = addKey([]);
  await publishTicketKeys(db, keys.map(publishedKey));
  const recorder = await sale.prepareRecorder();
  const offices = await Promise.all([sale.prepareOffice(), sale.prepareOffice()]);
  // A gateway puts the events on sale.
  await sale.system.startGateway();
  await Promise.all([recorder, ...offices].map((part) => part.restart()));
  const sold = await sellRecorded(db, sale.ledger, {
    ...{ eventId: ENTRANCE_EVENT, wanted: `${ENTRANCE_EVENT}-adult:2`, signing: keys[0]! },
    buyers: ORDERS[sizeOf(stage)],
  });
  const addresses = offices.map(({ address }) => address);
  const phones: Phone[] = [];
  for (let i = 0; i < PHONES; i++) {
    const device = await signInDevice({ url: addressOf(offices), db }, { eventId: ENTRANCE_EVENT });
    const phone = startPhone(device, { offices: addresses, random: stage.random });
    await phone.sync();
    phones.push(phone);
  }
  return { sale, db, offices, sold, phones };
}

/** One person with a phone: scans tickets, new ones and copies, with a network or without. */
async function work(
  phone: Phone,
  { stage, sold, isOver }: { stage: Stage; sold: readonly SoldOrder[]; isOver: { now: boolean } },
): Promise<void> {
  const { random } = stage;
  const [least, most] = PAUSE_MS[sizeOf(stage)];
  const tickets = sold.flatMap((order) => order.tickets);
  const known = random.integer(1, 20);
  let next = random.integer(0, tickets.length - 1);
  while (!isOver.now) {
    await delay(random.integer(least, most));
    const isCopy = random.integer(1, 100) <= COPIES;
    const index = isCopy ? random.integer(0, Math.min(known * 10, tickets.length - 1)) : next;
    if (!isCopy) next = (next + 7) % tickets.length;
    const code = tickets[index]?.code ?? '';
    await phone.scan(random.integer(1, 50) === 1 ? code.replace(/.$/, '') : code);
    if (random.integer(1, 25) === 1) phone.isOnline = !phone.isOnline;
    if (phone.isOnline && random.integer(1, 10) === 1) await trySync(phone);
  }
  phone.isOnline = true;
}

async function trySync(phone: Phone): Promise<boolean> {
  return await phone.sync().then(
    () => true,
    () => false,
  );
}

async function beHit(
  { random }: Stage,
  { postgres }: RecordedSale,
  offices: readonly Part[],
): Promise<void> {
  if (random.integer(1, 4) === 1) {
    await postgres.kill(random.pick(['SIGKILL', 'SIGINT'] as const));
    await delay(random.integer(0, 2000));
    await postgres.restart();
    return;
  }
  const office = random.pick(offices);
  await office.kill();
  await delay(random.integer(0, 500));
  await office.restart();
}

// Whoever had no network meanwhile lets in a ticket that is none any more.
async function refundSome(
  { random }: Stage,
  { ledger }: RecordedSale,
  sold: readonly SoldOrder[],
): Promise<void> {
  const { orderId } = random.pick(sold);
  await refundTickets(ledger, orderId, {
    ...{ id: `refund-${orderId}`, amountMinor: 1000, tickets: [[0, 1]] },
  });
}

/** Every phone knows what a new one is told: no difference has left anything out. */
async function judgeLists(
  phones: readonly Phone[],
  office: { url: string; db: Records },
): Promise<string[]> {
  const device = await signInDevice(office, { eventId: ENTRANCE_EVENT });
  const pages = await device.wholeList();
  const orders = new Map(
    pages.flatMap((page) => page.orders.map((order) => [order.order, JSON.stringify(order)])),
  );
  const inside = new Set<string>();
  for (const { order, place, undone } of pages.flatMap((page) => page.checkIns)) {
    if (undone !== true) inside.add(`${order} ${place}`);
  }
  const differing = phones.filter((phone) => {
    const known = phone.inside();
    const own = phone.orders();
    return (
      known.symmetricDifference(inside).size > 0 ||
      own.size !== orders.size ||
      [...own].some(([order, listed]) => orders.get(order) !== JSON.stringify(listed))
    );
  });
  return differing.length === 0 ? [] : [`the lists of ${differing.length} phones are not the list`];
}
