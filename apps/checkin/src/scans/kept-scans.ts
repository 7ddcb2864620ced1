import type { ListedCheckIn, Scan } from '@onsale/contracts';
import type { Entry, KeptDevice, KeptScan, Writing } from '../device/database.ts';
import type { Disk } from '../device/disk.ts';
import type { KeptList } from '../list/kept-list.ts';
import type { LogEntry } from './checkin-session.ts';
import type { OfficeClock } from './office-clock.ts';

/** A code that nobody has sent is no longer than that. */
const MOST_CHARACTERS = 300;
/** How many there were of late is enough to know what the list may lack. */
const RECENT = 500;
const MOST_CONFLICTS = 20;

/** The scans of this browser, each on the disk before anybody hears of it. */
export class KeptScans {
  readonly #disk: Disk;
  /** Those that the office may not have. */
  readonly waiting = new Map<number, KeptScan>();
  /** Those that were sent of late: the list may not have them yet. */
  #sent: KeptScan[] = [];
  conflicts: KeptScan[] = [];
  unsendable = 0;

  private constructor(disk: Disk) {
    this.#disk = disk;
  }

  static async read(disk: Disk): Promise<KeptScans> {
    const scans = new KeptScans(disk);
    const reading = disk.db.transaction('scans');
    const ofState = reading.store.index('state');
    const [asking, waiting, unsendable, conflicts, last] = await Promise.all([
      ofState.getAll('asking'),
      ofState.getAll('waiting'),
      ofState.count('unsendable'),
      reading.store.index('conflict').getAll(),
      reading.store.openCursor(null, 'prev'),
    ]);
    for (const scan of [...asking, ...waiting]) scans.waiting.set(scan.number, scan);
    scans.unsendable = unsendable;
    scans.conflicts = conflicts.toReversed().slice(0, MOST_CONFLICTS);
    if (last !== null) {
      const range = IDBKeyRange.lowerBound(last.key - RECENT);
      const recent = await disk.db.getAll('scans', range);
      scans.#sent = recent.filter(({ state }) => state === 'sent');
    }
    return scans;
  }

  /**
   * Keeps a scan, and what it changes in the list, before it resolves. Without a number it is a new one; else it
   * takes the place of the one that has it.
   */
  async keep(
    scan: Omit<KeptScan, 'number'> & { number?: number },
    list?: { of: KeptList; device: KeptDevice },
  ): Promise<KeptScan> {
    const checkIn = list === undefined ? undefined : checkInOf(scan, list.device);
    const entry = checkIn === undefined ? undefined : list?.of.entryWith(checkIn);
    const short = scan.code === undefined ? scan : { ...scan, code: readable(scan.code) };
    const kept = await this.#disk.write(
      ['scans', 'changes'],
      { isLasting: true },
      async (writing) => await writeScan(writing, short, { list: list?.of, checkIn, entry }),
    );
    if (checkIn !== undefined && entry !== undefined) list?.of.orders.put(checkIn.order, entry);
    this.#note(kept);
    return kept;
  }

  /** Notes what the office has answered to what was sent. */
  async settle(settled: readonly KeptScan[]): Promise<void> {
    await this.#disk.write(['scans'], { isLasting: true }, async (writing) => {
      await Promise.all(settled.map((scan) => writing.objectStore('scans').put(scan)));
    });
    for (const scan of settled) this.#note(scan);
  }

  /** Those of which the list does not know that was read at `readAtMs`, by the clock of the office. */
  unknownSince(readAtMs: number): KeptScan[] {
    const sent = this.#sent.filter(({ sentAtMs = 0 }) => sentAtMs >= readAtMs);
    return [...this.waiting.values(), ...sent].toSorted((a, b) => a.number - b.number);
  }

  /** Whether the office may not know all that happened with an order. */
  isWaiting(order: string): boolean {
    for (const scan of this.waiting.values()) if (scan.order === order) return true;
    return false;
  }

  /** The newest first. */
  async log(before: number | undefined, limit: number): Promise<KeptScan[]> {
    const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
    const found: KeptScan[] = [];
    let cursor = await this.#disk.db.transaction('scans').store.openCursor(range, 'prev');
    while (cursor !== null && found.length < limit) {
      if (cursor.value.shown !== undefined) found.push(cursor.value);
      cursor = await cursor.continue();
    }
    return found;
  }

  #note(scan: KeptScan): void {
    this.waiting.delete(scan.number);
    this.#sent = this.#sent.filter(({ number }) => number !== scan.number);
    if (scan.state === 'asking' || scan.state === 'waiting') this.waiting.set(scan.number, scan);
    if (scan.state === 'sent') this.#sent = [...this.#sent, scan].slice(-RECENT);
    if (scan.state === 'unsendable') this.unsendable += 1;
    if (scan.conflict === undefined) return;
    const others = this.conflicts.filter(({ number }) => number !== scan.number);
    this.conflicts = [scan, ...others].slice(0, MOST_CONFLICTS);
  }
}

/** A code as the office takes it. What it has to change in one was none of ours before. */
function readable(code: string): string {
  const short = code.slice(0, MOST_CHARACTERS).replaceAll('\u0000', '\ufffd');
  // With `u`, only halves of characters match; that of one that was cut is among them.
  return short.replaceAll(/[\ud800-\udfff]/gu, '\ufffd');
}

async function writeScan(
  writing: Writing,
  scan: Omit<KeptScan, 'number'> & { number?: number },
  changed: {
    list: KeptList | undefined;
    checkIn: ListedCheckIn | undefined;
    entry: Entry | undefined;
  },
): Promise<KeptScan> {
  const { list, checkIn, entry } = changed;
  // The store gives the number.
  const number = await writing.objectStore('scans').put(scan as KeptScan);
  if (checkIn !== undefined && entry !== undefined) {
    await list?.writeEntry(writing, checkIn.order, entry);
  }
  return { ...scan, number };
}

/** What a scan of this device means for the list; undefined when nothing. */
export function checkInOf(
  scan: Omit<KeptScan, 'number'>,
  device: Pick<KeptDevice, 'deviceId' | 'name'>,
): ListedCheckIn | undefined {
  const { order, place, day, undo, shown, atMs, entranceId } = scan;
  if (order === undefined || place === undefined || day === undefined) return undefined;
  if (undo === undefined && shown?.admitted !== true) return undefined;
  return {
    ...{ order, place, day, at: new Date(atMs).toISOString(), entranceId },
    ...{ device: device.name, deviceId: device.deviceId },
    ...(undo === undefined ? {} : { undone: true }),
  };
}

/** What the office is sent of a scan. */
export function toScan(scan: KeptScan, clock: OfficeClock, sentAt: number): Scan {
  const { number, via, code, ticket, shown, letIn, undo, entranceId, atMs } = scan;
  // As the clock here would have said it, had it gone then as it does now.
  const at = Math.max(0, Math.min(sentAt, Math.round(clock.onDevice(atMs))));
  return {
    ...{ number, at, via, entranceId },
    ...(code === undefined ? (ticket === undefined ? {} : { ticket }) : { code }),
    ...(shown === undefined ? {} : { shown }),
    ...(letIn === undefined ? {} : { letIn }),
    ...(undo === undefined ? {} : { undo }),
  };
}

export function toLogEntry(scan: KeptScan): LogEntry {
  const { number, atMs, via, shown, type, place, of, entranceId, decidedBy } = scan;
  return {
    ...{ number, atMs, via, type, place, of, entranceId, decidedBy },
    ...{ conflict: scan.conflict, other: scan.other },
    kind: shown?.kind ?? 'undecided',
    reason: shown?.reason,
    isIn: shown?.admitted === true,
    isLetIn: scan.letIn === true,
    isUndo: scan.undo === true,
    state: scan.state === 'asking' ? 'waiting' : scan.state,
  };
}
