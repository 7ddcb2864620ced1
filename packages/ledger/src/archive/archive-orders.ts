import { archiveKey, eventsKey, REHEARSAL_SHARD } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';
import { readLogEnd } from '../log/read-log.ts';
import { scanStoredOrders, type StoredOrder } from '../orders/scan-orders.ts';
import { type WithPayment, withPayments } from '../payments/payments-of-orders.ts';
import { readTimeMs } from '../redis-time.ts';
import { archiveEvent } from './archive-event.ts';
import { archivePayments } from './archive-payments.ts';
import { addTo, readBooked, tryReadBooked } from '../orders/booked-order.ts';
import { EventEnds } from './event-ends.ts';
import { removeOrders, waitForReaders } from './remove-orders.ts';
import { isRefused, type Keeping, keepRefused, keepSold, type Retention } from './retention.ts';

/** How to archive. */
export interface ArchiveRun {
  keep: Retention;
  /**
   * Stores orders somewhere else, for good, before they leave Redis. Orders that were refused are not
   * stored.
   */
  store: (shard: number, orders: readonly (StoredOrder & WithPayment)[]) => Promise<void>;
  /** The database that records orders, where there is one: only what it has exactly so leaves. */
  records?: ArchiveRecords;
  /** How long to wait for readers of the order log that are behind. */
  waitMs: number;
  /** Only counts what would leave. */
  isDryRun?: boolean;
  onProgress?: (report: ArchiveReport) => void;
  signal?: AbortSignal;
}

/** What the archive asks of the database that records orders. */
export interface ArchiveRecords {
  /** Whether it has all of a shard that was logged up to the position of its reader. */
  isRecording: (shard: number) => Promise<boolean>;
  /** Notes what is about to leave. Returns the ids of the orders that it has exactly so, with their payments. */
  mark: (orders: readonly (StoredOrder & WithPayment)[]) => Promise<ReadonlySet<string>>;
  /** Orders as they are recorded, with their payments; the others are left out. */
  read: (
    orderIds: readonly string[],
  ) => Promise<{ orderId: string; shard: number; record: string; payment?: string | undefined }[]>;
}

/** What was done, and what stays. */
export interface ArchiveReport {
  /** Orders read so far. */
  read: number;
  /** Orders that left Redis (or would): with tickets or money, and refused ones. */
  archived: number;
  retired: number;
  /** Payments of orders that had left before, whose money had moved since. */
  payments: number;
  /** Orders that stay, by reason. `unreadable` and `newer` need a person or a newer version. */
  kept: Map<Exclude<Keeping, 'due'> | 'money' | 'unreadable' | 'unrecorded' | 'behind', number>;
  /** Readers of the order log that are behind, so that a shard was left. */
  behind: { shard: number; reader: string }[];
  /** Events that were archived, and those that can't be though their orders have left. */
  events: string[];
  openEvents: { eventId: string; name: string }[];
}

/** Orders stored and removed at a time: a file of a few MB. */
const CHUNK = 20_000;
/** Orders asked of the database at a time by a run that only counts. */
const COMPARED = 1000;

/**
 * Takes orders out of Redis whose time is over (`Retention`), each only after it was stored, and recorded
 * where there is a database for that, and all readers of the order log are done with it; then archives the closed events of which
 * no order is left. Only sums stay. Safe during a sale, safe to repeat, and safe to interrupt at any
 * point: what was stored but not removed is stored once more by the next run.
 */
export async function archiveOrders(ledger: Ledger, run: ArchiveRun): Promise<ArchiveReport> {
  const report: ArchiveReport = {
    ...{ read: 0, archived: 0, retired: 0, payments: 0, kept: new Map(), behind: [], events: [] },
    openEvents: [],
  };
  for (const shard of allShardsOf(ledger)) {
    await new ShardArchive(ledger, shard, { run, report }).archive();
  }
  return report;
}

class ShardArchive {
  readonly #ledger: Ledger;
  readonly #shard: number;
  readonly #run: ArchiveRun;
  readonly #report: ArchiveReport;
  readonly #ends: EventEnds;
  /** Events of which orders stay. */
  readonly #open = new Set<string>();
  #waiting: Leaving[] = [];
  #isBehind = false;

  constructor(ledger: Ledger, shard: number, parts: { run: ArchiveRun; report: ArchiveReport }) {
    this.#ledger = ledger;
    this.#shard = shard;
    this.#run = parts.run;
    this.#report = parts.report;
    this.#ends = new EventEnds(ledger, shard);
  }

  async archive(): Promise<void> {
    const { signal, onProgress, records } = this.#run;
    // Rehearsals never are: of them only refused orders ever leave.
    const isRehearsal = this.#shard === REHEARSAL_SHARD;
    const isRecorded = isRehearsal || ((await records?.isRecording(this.#shard)) ?? true);
    // They have ended, and so get no new orders: what the scan does not find does not exist.
    const events = await this.#readEvents();
    const nowMs = await readTimeMs(this.#ledger, archiveKey(this.#shard));
    for await (const page of scanStoredOrders(this.#ledger, this.#shard)) {
      signal?.throwIfAborted();
      for (const stored of await withPayments(this.#ledger, this.#shard, page)) {
        await this.#sort(stored, { nowMs, isRecorded });
      }
      this.#report.read += page.length;
      onProgress?.(this.#report);
      if (this.#waiting.length >= CHUNK) await this.#flush();
    }
    await this.#flush();
    await this.#archivePayments(nowMs);
    for (const eventId of events) await this.#archiveEvent(eventId, nowMs);
    onProgress?.(this.#report);
  }

  async #sort(
    stored: Awaited<ReturnType<typeof withPayments>>[number],
    { nowMs, isRecorded }: { nowMs: number; isRecorded: boolean },
  ): Promise<void> {
    const order = tryReadBooked(stored.record);
    if (order === undefined) return this.#keep('unreadable', 1);
    const now = { nowMs, keep: this.#run.keep };
    const isRefusal = isRefused(order) && !stored.hadMoney;
    const eventEndMs = (await this.#ends.of(order.eventId))?.endMs;
    const why = stored.hasOpenMoney
      ? 'money'
      : isRefusal
        ? keepRefused(order, now)
        : keepSold(order, { ...now, eventEndMs });
    // Also a refused one, which may still have to be counted.
    if (why === 'due' && isRecorded && !this.#isBehind) {
      // A rejected order is recorded as a number.
      const needsRecord = order.status !== 'rejected' || stored.hadMoney;
      this.#waiting.push({ stored, isRefused: isRefusal, needsRecord });
      return;
    }
    this.#open.add(order.eventId);
    this.#keep(why !== 'due' ? why : isRecorded ? 'behind' : 'unrecorded', 1);
  }

  // Nothing leaves before it is stored, and nothing that a reader of the order log has not read.
  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const sold = waiting.filter(({ isRefused }) => !isRefused);
    if (this.#run.isDryRun === true) {
      this.#report.archived += (await this.#mark(sold)).length;
      this.#report.retired += waiting.length - sold.length;
      for (const { stored } of waiting) this.#open.add(readBooked(stored.record).eventId);
      return;
    }
    const { waitMs, signal } = this.#run;
    const logEnd = await readLogEnd(this.#ledger, this.#shard);
    const behind = await waitForReaders(this.#ledger, this.#shard, { logEnd, waitMs, signal });
    if (behind !== undefined) {
      this.#stayBehind(behind, waiting);
      return;
    }
    const recorded = await this.#mark(sold);
    if (recorded.length > 0) await this.#run.store(this.#shard, recorded);
    const refused = waiting.flatMap((each) => (each.isRefused ? [each.stored] : []));
    this.#report.archived += await this.#remove(recorded, logEnd);
    this.#report.retired += await this.#remove(refused, logEnd);
  }

  // Those that are recorded as they are here, or need no record.
  async #mark(sold: readonly Leaving[]): Promise<(StoredOrder & WithPayment)[]> {
    const { records, isDryRun = false } = this.#run;
    const needy = sold.filter(({ needsRecord }) => needsRecord).map(({ stored }) => stored);
    const marked = isDryRun ? await this.#findRecorded(needy) : await records?.mark(needy);
    if (marked === undefined) return sold.map(({ stored }) => stored);
    const left = needy.filter(({ id }) => !marked.has(id));
    if (left.length > 0) this.#keep('unrecorded', left.length);
    for (const { record } of left) this.#open.add(readBooked(record).eventId);
    return sold.flatMap(({ stored, needsRecord }) =>
      needsRecord && !marked.has(stored.id) ? [] : [stored],
    );
  }

  // Without a note that they leave; undefined where nobody records orders.
  async #findRecorded(
    orders: readonly (StoredOrder & WithPayment)[],
  ): Promise<ReadonlySet<string> | undefined> {
    const { records } = this.#run;
    if (records === undefined) return undefined;
    const found = new Set<string>();
    for (let i = 0; i < orders.length; i += COMPARED) {
      const page = new Map(orders.slice(i, i + COMPARED).map((order) => [order.id, order]));
      for (const { orderId, record, payment } of await records.read([...page.keys()])) {
        const order = page.get(orderId);
        if (order?.record === record && order.payment === payment) found.add(orderId);
      }
    }
    return found;
  }

  async #remove(orders: readonly (StoredOrder & WithPayment)[], logEnd: string): Promise<number> {
    const removal = await removeOrders(this.#ledger, this.#shard, { orders, logEnd });
    if ('behind' in removal) {
      this.#stayBehind(
        removal.behind,
        orders.map((stored) => ({ stored })),
      );
      return 0;
    }
    // Those that have changed since they were read stay until the next run.
    if (removal.removed < orders.length) {
      for (const { record } of orders) this.#open.add(readBooked(record).eventId);
    }
    return removal.removed;
  }

  #stayBehind(reader: string, orders: readonly { stored: StoredOrder }[]): void {
    this.#isBehind = true;
    this.#report.behind.push({ shard: this.#shard, reader });
    this.#keep('behind', orders.length);
    for (const { stored } of orders) this.#open.add(readBooked(stored.record).eventId);
  }

  #keep(why: Parameters<ArchiveReport['kept']['set']>[0], count: number): void {
    addTo(this.#report.kept, why, count);
  }

  async #readEvents(): Promise<string[]> {
    const key = eventsKey(this.#shard);
    const ids = (await this.#ledger.redis.command(key, ['ZRANGE', key, '0', '-1'])) as string[];
    await Promise.all(ids.map((id) => this.#ends.of(id)));
    return ids;
  }

  async #archiveEvent(id: string, nowMs: number): Promise<void> {
    const event = await this.#ends.of(id);
    if (event === undefined || this.#open.has(id) || this.#run.isDryRun === true) return;
    if (event.endMs + this.#run.keep.soldMs > nowMs) return;
    const archival = await archiveEvent(this.#ledger, this.#shard, { id, ...event });
    if (archival === 'archived') this.#report.events.push(id);
    else if (typeof archival === 'object' && 'open' in archival) {
      this.#report.openEvents.push({ eventId: id, name: archival.open });
    }
  }

  async #archivePayments(nowMs: number): Promise<void> {
    const archival = await archivePayments(this.#ledger, this.#shard, { nowMs, run: this.#run });
    const { archived, kept, behind } = archival;
    this.#report.payments += archived;
    for (const [why, count] of kept) this.#keep(why, count);
    if (behind !== undefined && !this.#isBehind) {
      this.#report.behind.push({ shard: this.#shard, reader: behind });
    }
  }
}

/** An order whose time is over. */
interface Leaving {
  stored: StoredOrder & WithPayment;
  isRefused: boolean;
  needsRecord: boolean;
}
