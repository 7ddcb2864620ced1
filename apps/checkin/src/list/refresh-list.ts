import { ApiError } from '@onsale/api-client';
import type { CheckInList, ListedCheckIn } from '@onsale/contracts';
import { type KeptDevice, writeNote } from '../device/database.ts';
import { getCheckInList } from '../device/office.ts';
import { checkInOf } from '../scans/kept-scans.ts';
import type { Desk } from '../scans/open-desk.ts';
import { admitsOtherwise } from './kept-list.ts';

/** Clocks are corrected by so much while an answer is on its way. */
const MARGIN_MS = 5000;

/** Meanwhile this browser has become another device, or none: what comes now is not for it. */
export class OtherDevice extends Error {
  constructor() {
    super('this is another device by now');
    this.name = 'OtherDevice';
  }
}

/**
 * Asks the office what has changed, or for the whole list when there is none; `onLoaded` hears how it comes. Throws
 * `ApiError`, `NetworkError` or `OtherDevice`. Answers when to ask again.
 */
export async function refreshList(
  desk: Desk,
  device: KeptDevice,
  options: {
    version: string;
    signal: AbortSignal;
    onLoaded: (loaded: number, total: number) => void;
  },
): Promise<number> {
  const { version, signal, onLoaded } = options;
  const ask = async (query: { cursor?: string; page?: string }) => {
    const askedAtMs = performance.now();
    const waiting = desk.scans.waiting.size;
    const page = await getCheckInList(device.token, { ...query, waiting, version }, signal);
    signal.throwIfAborted();
    requireSame(desk, device);
    desk.clock.note(page.now, askedAtMs);
    return page;
  };
  const askedMs = desk.clock.now();
  const first = await askFirst(desk, ask);
  const head = desk.list.head;
  if (first.isDifference && head !== undefined) {
    await desk.inTurn(async () => {
      requireSame(desk, device);
      await desk.list.add(first, ownSince(desk, device, askedMs), first.now);
    });
    await noteDevice(desk, device, first);
    // Which check-ins there are goes by that: they are told anew.
    if (!admitsOtherwise(head.rules, first.rules)) return first.askAgainInMs;
  }
  const start = first.isDifference ? await ask({}) : first;
  await loadAll(start, { desk, device, askedMs, ask, onLoaded });
  await noteDevice(desk, device, start);
  return start.askAgainInMs;
}

type Ask = (query: { cursor?: string; page?: string }) => Promise<CheckInList>;

async function askFirst(desk: Desk, ask: Ask): Promise<CheckInList> {
  const cursor = desk.list.head?.cursor;
  if (cursor === undefined) return await ask({});
  try {
    return await ask({ cursor });
  } catch (error) {
    // A cursor that the office can't read is one that it has not made.
    if (error instanceof ApiError && error.status === 400) return await ask({});
    throw error;
  }
}

async function loadAll(
  first: CheckInList,
  options: {
    desk: Desk;
    device: KeptDevice;
    askedMs: number;
    ask: Ask;
    onLoaded: (loaded: number, total: number) => void;
  },
): Promise<void> {
  const { desk, device, askedMs, ask, onLoaded } = options;
  let making = await desk.list.begin();
  let start = first;
  let page = first;
  for (;;) {
    const [into, loaded] = [making, page];
    await desk.inTurn(async () => {
      requireSame(desk, device);
      await into.add(loaded);
    });
    onLoaded(making.orders.orders, start.total);
    if (page.nextPage === undefined) break;
    page = await ask({ page: page.nextPage });
    if (!page.isStart) continue;
    // The office can't go on from there, as after its database was set back: what came before is not of this list.
    making = await desk.list.begin();
    start = page;
  }
  const { rules, keys, progress, cursor } = page;
  if (cursor === undefined) throw new Error('the last page of the list has no cursor');
  const { deviceId } = device;
  // As old as its oldest page.
  const head = { deviceId, rules, keys, progress, cursor, completeAtMs: start.now };
  await desk.inTurn(async () => {
    requireSame(desk, device);
    await making.complete(head, ownSince(desk, device, askedMs));
  });
}

// Whoever signs out forgets the list in turn with this: no page of it may be written afterwards.
function requireSame({ device: now }: Desk, { deviceId }: KeptDevice): void {
  if (now?.deviceId !== deviceId || now.state !== 'signed_in') throw new OtherDevice();
}

// What this device did while the office answered, which the answer may lack.
function ownSince(desk: Desk, device: KeptDevice, askedMs: number): ListedCheckIn[] {
  const scans = desk.scans.unknownSince(askedMs - MARGIN_MS);
  return scans.flatMap((scan) => checkInOf(scan, device) ?? []);
}

// It may be called otherwise since; where it is was maybe chosen here.
async function noteDevice(desk: Desk, device: KeptDevice, page: CheckInList): Promise<void> {
  const { name } = page.device;
  const { eventName, entrances } = page.rules;
  const isThere = entrances.some(({ entranceId }) => entranceId === device.entranceId);
  const entranceId = isThere ? device.entranceId : page.device.entranceId;
  await desk.disk.write(['devices'], { isLasting: false }, async (writing) => {
    await writeNote(writing, 'aheadMs', desk.clock.aheadMs);
    if (name === device.name && eventName === device.eventName && isThere) return;
    Object.assign(device, { name, eventName, entranceId });
    await writing.objectStore('devices').put(device);
  });
}
