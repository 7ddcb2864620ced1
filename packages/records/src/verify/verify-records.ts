import { setTimeout as delay } from 'node:timers/promises';
import {
  comparePositions,
  type Ledger,
  orderHandle,
  readLogEnd,
  readRecords,
  scanStoredOrders,
  shardsOf,
  type StoredOrder,
  tryReadBooked,
  withPayments,
} from '@onsale/ledger';
import type { Records } from '../connect/open-records.ts';
import { readShard } from '../shards/read-shards.ts';
import type { RecordedShard } from '../shards/with-shard.ts';
import { checkSums } from '../sums/check-sums.ts';
import { checkCounts, GoneOrders } from './check-counts.ts';
import { compareOrder } from './compare-order.ts';
import { readRows, scanRecordedOrders } from './read-rows.ts';

// Tables and ledger are read one after the other, while both change. So whatever looks wrong is read once
// more when the recorder is past what was known then, and told only if the order has held still meanwhile.

/** What a comparison of tables and ledger has found. All is well when `problems` is empty. */
export interface Verification {
  /** Orders that were compared: recorded ones, and those that should have been. */
  orders: number;
  /** A sentence for each difference, with the handle of the order. */
  problems: string[];
}

export interface VerifyOptions {
  /** How long to wait for a recorder that is behind. */
  waitMs: number;
  onProgress?: (orders: number) => void;
  signal?: AbortSignal;
}

/** Orders compared at a time. */
const PAGE = 500;
/** How often an order that changes all the time is read again. */
const ATTEMPTS = 5;
const POLL_MS = 100;

/**
 * Compares the records of all shards with Redis, order by order and both ways: orders, lines, tickets,
 * people, payments, last changes, counts and sums. Safe during a sale. Orders that have left Redis are no
 * difference. Slow: reads everything.
 */
export async function verifyRecords(
  db: Records,
  ledger: Ledger,
  options: VerifyOptions,
): Promise<Verification> {
  const result: Verification = { orders: 0, problems: [] };
  for (const shard of shardsOf(ledger)) {
    const row = await readShard(db, shard);
    const obstacle = obstacleOf(row, ledger);
    if (row === undefined || obstacle !== undefined) {
      result.problems.push(`shard ${shard} ${obstacle ?? ''}`);
    } else await new ShardVerification({ db, ledger, row, result, options }).verify();
  }
  result.problems.push(...(await checkSums(db)));
  return result;
}

function obstacleOf(row: RecordedShard | undefined, ledger: Ledger): string | undefined {
  if (row === undefined) return 'is not recorded yet: start the recorder';
  if (row.state === 'set_back') return 'was set back: see records set-back';
  if (row.data_id !== ledger.dataId) return 'is recorded from other data: see records set-back';
  return row.state === 'backfilling' ? 'is being recorded for the first time, or anew' : undefined;
}

class ShardVerification {
  readonly #db: Records;
  readonly #ledger: Ledger;
  readonly #row: RecordedShard;
  readonly #result: Verification;
  readonly #options: VerifyOptions;
  readonly #suspects = new Set<string>();
  readonly #gone = new GoneOrders();

  constructor(parts: {
    db: Records;
    ledger: Ledger;
    row: RecordedShard;
    result: Verification;
    options: VerifyOptions;
  }) {
    this.#db = parts.db;
    this.#ledger = parts.ledger;
    this.#row = parts.row;
    this.#result = parts.result;
    this.#options = parts.options;
  }

  async verify(): Promise<void> {
    const { shard } = this.#row;
    await this.#gone.begin(this.#ledger, shard);
    for await (const ids of scanRecordedOrders(this.#db, shard, PAGE)) {
      this.#options.signal?.throwIfAborted();
      await this.#comparePage(ids);
      this.#count(ids.length);
    }
    for await (const page of this.#scanLedger()) {
      this.#options.signal?.throwIfAborted();
      await this.#findMissing(page);
    }
    await this.#judgeSuspects();
    this.#result.problems.push(...(await checkCounts(this.#db, this.#ledger, shard, this.#gone)));
  }

  #count(orders: number): void {
    this.#result.orders += orders;
    this.#options.onProgress?.(this.#result.orders);
  }

  async #comparePage(ids: readonly string[]): Promise<void> {
    const { shard, changes_since_ms: sinceMs } = this.#row;
    const rows = await readRows(this.#db, ids);
    const texts = await readRecords(this.#ledger, shard, ids);
    for (const orderId of ids) {
      const there = texts.get(orderId)!;
      const stored = rows.get(orderId)!;
      if (there.record === undefined && stored.order !== undefined) this.#gone.add(stored.order);
      const problems = compareOrder({ orderId, shard, rows: stored, there, sinceMs });
      if (problems.length > 0) this.#suspects.add(orderId);
    }
  }

  // Orders of Redis with something to record, in pages as large as those of the tables: at a quiet time, a
  // second has one order.
  async *#scanLedger(): AsyncGenerator<(StoredOrder & { payment?: string })[]> {
    const { shard } = this.#row;
    let page: (StoredOrder & { payment?: string })[] = [];
    for await (const stored of scanStoredOrders(this.#ledger, shard)) {
      const orders = await withPayments(this.#ledger, shard, stored);
      page.push(...orders.filter(({ record, payment }) => payment !== undefined || isSold(record)));
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  async #findMissing(page: readonly (StoredOrder & { payment?: string })[]): Promise<void> {
    const ids = page.map(({ id }) => id);
    const recorded = await readRecordedIds(this.#db, ids);
    const missing = page.filter(({ id, record, payment }) => {
      const isMissing = isSold(record) && !recorded.orders.has(id);
      if (isMissing) this.#count(1);
      return isMissing || (payment !== undefined && recorded.payments.get(id) !== payment);
    });
    for (const { id } of missing) this.#suspects.add(id);
  }

  async #judgeSuspects(): Promise<void> {
    let left = [...this.#suspects];
    for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt++) {
      const { shard } = this.#row;
      const logEnd = await readLogEnd(this.#ledger, shard);
      if (!(await this.#waitForRecorder(logEnd))) {
        this.#tellBehind(left.length);
        return;
      }
      const next: string[] = [];
      for (let i = 0; i < left.length; i += PAGE) {
        next.push(...(await this.#judge(left.slice(i, i + PAGE))));
      }
      left = next;
    }
  }

  // Returns the orders that have changed meanwhile.
  async #judge(ids: readonly string[]): Promise<string[]> {
    const { shard, changes_since_ms: sinceMs } = this.#row;
    const before = await readRecords(this.#ledger, shard, ids);
    const logEnd = await readLogEnd(this.#ledger, shard);
    if (!(await this.#waitForRecorder(logEnd))) {
      this.#tellBehind(ids.length);
      return [];
    }
    const rows = await readRows(this.#db, ids);
    const after = await readRecords(this.#ledger, shard, ids);
    const moved: string[] = [];
    for (const orderId of ids) {
      const [was, there] = [before.get(orderId)!, after.get(orderId)!];
      if (was.record !== there.record || was.payment !== there.payment) {
        moved.push(orderId);
        continue;
      }
      const problems = compareOrder({ orderId, shard, rows: rows.get(orderId)!, there, sinceMs });
      for (const problem of problems) {
        this.#result.problems.push(`order ${orderHandle(orderId)} ${problem}`);
      }
    }
    return moved;
  }

  #tellBehind(orders: number): void {
    this.#result.problems.push(
      `shard ${this.#row.shard}: the recorder is behind, so that ${orders} orders can't be judged`,
    );
  }

  async #waitForRecorder(logEnd: string): Promise<boolean> {
    const { waitMs, signal } = this.#options;
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      const row = await readShard(this.#db, this.#row.shard);
      if (row !== undefined && comparePositions(row.position, logEnd) >= 0) return true;
      if (performance.now() >= deadlineMs) return false;
      await delay(POLL_MS, undefined, { signal });
    }
  }
}

function isSold(record: string): boolean {
  const order = tryReadBooked(record);
  return order === undefined || (order.status !== 'pending' && order.status !== 'rejected');
}

async function readRecordedIds(
  db: Records,
  ids: readonly string[],
): Promise<{ orders: Set<string>; payments: Map<string, string> }> {
  const [orders, payments] = await Promise.all([
    db.selectFrom('records.orders').select('order_id').where('order_id', 'in', ids).execute(),
    db
      .selectFrom('records.payments')
      .select(['order_id', 'record'])
      .where('order_id', 'in', ids)
      .execute(),
  ]);
  return {
    orders: new Set(orders.map(({ order_id: id }) => id)),
    payments: new Map(payments.map(({ order_id: id, record }) => [id, record])),
  };
}
