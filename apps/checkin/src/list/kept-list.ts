import type { CheckInList, EntranceRules, ListedCheckIn } from '@onsale/contracts';
import {
  type Entry,
  type ListHead,
  readNote,
  type Writing,
  writeNote,
} from '../device/database.ts';
import type { Disk } from '../device/disk.ts';
import { ListedOrders, withCheckIn } from './listed-orders.ts';

/** With more, reading the list from the disk takes longer than writing it anew once. */
const MOST_CHANGES = 20_000;
/** As in a page of the office. */
const ORDERS_ON_PAGE = 5_000;

/**
 * The list of the event, in memory to be asked and on the disk to be there after a reload. On the disk it lies as it
 * came, page by page, which takes seconds less than a row for each order, and beside it each order that has changed.
 */
export class KeptList {
  readonly #disk: Disk;
  #head: ListHead | undefined;
  #orders = new ListedOrders();

  private constructor(disk: Disk) {
    this.#disk = disk;
  }

  static async read(disk: Disk): Promise<KeptList> {
    const list = new KeptList(disk);
    const head = await readNote(disk.db, 'list');
    if (head !== undefined) await list.#readOrders(head);
    return list;
  }

  /** Undefined when there is none. */
  get head(): ListHead | undefined {
    return this.#head;
  }

  get orders(): ListedOrders {
    return this.#orders;
  }

  /** Adds a difference, and what this device did meanwhile. */
  async add(page: CheckInList, own: readonly ListedCheckIn[], completeAtMs: number): Promise<void> {
    if (this.#head === undefined) return;
    const { rules, keys, progress, cursor = this.#head.cursor } = page;
    const head = { ...this.#head, rules, keys, progress, cursor, completeAtMs };
    const touched = this.#orders.add(page, rules);
    for (const order of this.#orders.add({ orders: [], checkIns: own }, rules)) touched.add(order);
    // What is in memory only is told once more by the office after a reload.
    this.#head = head;
    await this.#disk.write(['changes'], { isLasting: false }, async (writing) => {
      const changes = writing.objectStore('changes');
      for (const order of touched) {
        const entry = this.#orders.entry(order);
        if (entry !== undefined) void changes.put(entry, [head.generation, order]);
      }
      await writeNote(writing, 'list', head);
    });
  }

  /** Begins another list, which takes the place of this one when it is complete. */
  async begin(): Promise<ListInTheMaking> {
    const generation = (this.#head?.generation ?? 0) + 1;
    // Of one that was never completed.
    await this.#disk.write(['pages', 'changes'], { isLasting: false }, async (writing) => {
      await deleteOthers(writing, this.#head?.generation);
    });
    const orders = new ListedOrders();
    let pages = 0;
    return {
      orders,
      add: async (page) => {
        orders.add(page, page.rules);
        const key: [number, number] = [generation, pages++];
        const content = { orders: page.orders, checkIns: page.checkIns };
        await this.#disk.write(['pages'], { isLasting: false }, async (writing) => {
          await writing.objectStore('pages').put(content, key);
        });
      },
      complete: async (head, own) => {
        const complete = { ...head, generation };
        const touched = orders.add({ orders: [], checkIns: own }, head.rules);
        await this.#disk.write(['pages', 'changes'], { isLasting: true }, async (writing) => {
          for (const order of touched) {
            const entry = orders.entry(order);
            if (entry !== undefined) {
              void writing.objectStore('changes').put(entry, [generation, order]);
            }
          }
          await writeNote(writing, 'list', complete);
          await deleteOthers(writing, generation);
        });
        this.#head = complete;
        this.#orders = orders;
      },
    };
  }

  /** What an order is with a check-in of this device; undefined when the order is not in the list. */
  entryWith(checkIn: ListedCheckIn): Entry | undefined {
    const entry = this.#orders.entry(checkIn.order);
    if (entry === undefined || this.#head === undefined) return undefined;
    return withCheckIn(entry, checkIn, this.#head.rules);
  }

  /** Writes it together with the scan that it comes from. */
  async writeEntry(writing: Writing, order: string, entry: Entry): Promise<void> {
    if (this.#head === undefined) return;
    await writing.objectStore('changes').put(entry, [this.#head.generation, order]);
  }

  /** Forgets all of it, names first of all. `writing` has pages and changes. */
  async forget(writing: Writing): Promise<void> {
    this.#head = undefined;
    this.#orders = new ListedOrders();
    await writeNote(writing, 'list', undefined);
    await deleteOthers(writing, undefined);
  }

  async #readOrders(head: ListHead): Promise<void> {
    const { db } = this.#disk;
    const ofThis = IDBKeyRange.bound([head.generation], [head.generation, []]);
    const reading = db.transaction(['pages', 'changes']);
    const [pages, orders, changes] = await Promise.all([
      reading.objectStore('pages').getAll(ofThis),
      reading.objectStore('changes').getAllKeys(ofThis),
      reading.objectStore('changes').getAll(ofThis),
    ]);
    for (const page of pages) this.#orders.add(page, head.rules);
    for (const [index, [, order]] of orders.entries()) {
      const entry = changes[index];
      if (entry !== undefined) this.#orders.put(order, entry);
    }
    this.#head = head;
    if (changes.length > MOST_CHANGES) await this.#writeAnew();
  }

  async #writeAnew(): Promise<void> {
    const head = this.#head;
    if (head === undefined) return;
    const generation = head.generation + 1;
    const entries = Array.from(this.#orders.entries(), ([, entry]) => entry);
    const complete = { ...head, generation };
    await this.#disk.write(['pages', 'changes'], { isLasting: true }, async (writing) => {
      for (let start = 0; start < entries.length; start += ORDERS_ON_PAGE) {
        const page = entries.slice(start, start + ORDERS_ON_PAGE);
        void writing.objectStore('pages').put(
          {
            orders: page.flatMap(({ order }) => order ?? []),
            checkIns: page.flatMap(({ checkIns }) => checkIns),
          },
          [generation, start / ORDERS_ON_PAGE],
        );
      }
      await writeNote(writing, 'list', complete);
      await deleteOthers(writing, generation);
    });
    this.#head = complete;
  }
}

export interface ListInTheMaking {
  orders: ListedOrders;
  add(page: CheckInList): Promise<void>;
  /** Takes the place of the list before, with what this device did meanwhile. */
  complete(head: Omit<ListHead, 'generation'>, own: readonly ListedCheckIn[]): Promise<void>;
}

async function deleteOthers(writing: Writing, generation: number | undefined): Promise<void> {
  const [pages, changes] = [writing.objectStore('pages'), writing.objectStore('changes')];
  if (generation === undefined) {
    await Promise.all([pages.clear(), changes.clear()]);
    return;
  }
  const earlier = IDBKeyRange.upperBound([generation], true);
  const later = IDBKeyRange.lowerBound([generation + 1]);
  await Promise.all(
    [earlier, later].flatMap((range) => [pages.delete(range), changes.delete(range)]),
  );
}

/** Whether tickets of a type admit on other terms than before: which check-ins there are is different then. */
export function admitsOtherwise(before: EntranceRules, now: EntranceRules): boolean {
  const of = ({ types }: EntranceRules) =>
    types.map(({ ticketId, admits }) => `${ticketId} ${admits}`);
  return of(before).toSorted().join() !== of(now).toSorted().join();
}
