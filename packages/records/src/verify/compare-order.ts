import { isDeepStrictEqual } from 'node:util';
import {
  ANONYMIZED,
  isRefused,
  type StoredRecords,
  readStamp,
  tryReadBooked,
} from '@onsale/ledger';
import { orderRows, type OrderRows } from '../orders/order-rows.ts';
import { paymentRows } from '../orders/payment-rows.ts';
import { SET_BACK } from '../set-back/decide.ts';
import type { StoredRows } from './read-rows.ts';

/** An order with everything that is known of it on both sides. */
export interface Comparison {
  orderId: string;
  shard: number;
  rows: StoredRows;
  /** As Redis has it. */
  there: StoredRecords;
  /** Changes after this moment are all recorded: Unix time in ms by Redis' clock. */
  sinceMs: number;
}

/**
 * What is wrong with the records of an order, each as the end of a sentence; nothing when all is well.
 * The texts never quote personal data.
 */
export function compareOrder(comparison: Comparison): string[] {
  const { rows, there } = comparison;
  try {
    return [
      ...compareWithRedis(rows, there),
      ...compareWithRecord(comparison),
      ...compareLastChange(comparison),
    ];
  } catch (error) {
    return [`cannot be read: ${(error as Error).message}`];
  }
}

function compareWithRedis({ order, payment }: StoredRows, there: StoredRecords): string[] {
  const problems: string[] = [];
  const isRecorded = there.record !== undefined && isRecordedState(there.record);
  if (order === undefined) {
    if (isRecorded) problems.push('is not recorded');
  } else if (there.record === undefined) {
    // What got nothing leaves Redis by itself.
    const isGone = order.archived_at !== null || order.given_up_at !== null;
    const isRetired = mayBeRetired(order) && (payment?.received ?? 0) === 0;
    if (!isGone && !isRetired)
      problems.push(`is recorded as ${order.status}, but Redis does not have it`);
  } else if (order.given_up_at !== null) {
    problems.push('is recorded as given up, but Redis has it');
  } else if (!isRecorded) {
    problems.push(`is recorded as ${order.status}, but not settled in Redis`);
  } else if (order.record !== there.record) {
    problems.push(`is recorded as ${describe(order.record)}, but is ${describe(there.record)}`);
  }
  if (there.payment !== undefined && there.payment !== payment?.record) {
    problems.push(
      payment === undefined ? 'has a payment that is not recorded' : 'has another payment in Redis',
    );
  }
  const isHere = order?.archived_at === null && order.given_up_at === null;
  if (
    there.payment === undefined &&
    payment !== undefined &&
    isHere &&
    there.record !== undefined
  ) {
    problems.push('has a recorded payment, but none in Redis');
  }
  return problems;
}

// The tables say what the record says.
function compareWithRecord({ orderId, shard, rows }: Comparison): string[] {
  const { order, payment } = rows;
  const problems: string[] = [];
  if (payment !== undefined) {
    const columns = differing(paymentRows(orderId, payment.record).payment, payment);
    if (columns.length > 0)
      problems.push(`has a payment whose row is wrong: ${columns.join(', ')}`);
  }
  if (order === undefined) return problems;
  const expected = orderRows({ orderId, shard, record: order.record });
  const { archived_at: _archived, ...columns } =
    expected.order ?? ({} as { archived_at?: unknown });
  const wrong = expected.order === undefined ? ['record'] : differing(columns, order);
  if (wrong.length > 0) problems.push(`has a row that is wrong: ${wrong.join(', ')}`);
  if (!isPersonOf(expected, rows)) problems.push('belongs to another person');
  if (!areSame(expected.lines, rows.lines)) problems.push('has other lines than recorded');
  if (!areSame(expected.tickets, rows.tickets)) problems.push('has other tickets than recorded');
  return problems;
}

function isPersonOf({ person: expected }: OrderRows, { person }: StoredRows): boolean {
  if (person === undefined) return false;
  const isNameless = expected?.address === ANONYMIZED || person.anonymized_at !== null;
  return isNameless || person.address === expected?.address;
}

// Of what happened before a backfill, only the result is known.
function compareLastChange({ rows: { order, lastChange }, sinceMs }: Comparison): string[] {
  if (order === undefined || order.given_up_at !== null) return [];
  const { letter, sinceMs: stateAtMs = 0 } = readStamp(order.record);
  if (lastChange === undefined) {
    return stateAtMs > sinceMs + SLACK_MS ? ['has changed, but no change of it is recorded'] : [];
  }
  const isKnown = lastChange.atMs > sinceMs + SLACK_MS || stateAtMs > sinceMs + SLACK_MS;
  // What became of it in a Redis that came back later is not in the log.
  const isDecided = lastChange.cause === SET_BACK;
  if (!isKnown || isDecided || lastChange.toState === letter) return [];
  return [`is ${order.status}, but its last recorded change led to ${lastChange.toState}`];
}

/** An entry of the log may have an earlier time than the step that it tells of, and a later one. */
const SLACK_MS = 1000;

function isRecordedState(record: string): boolean {
  const order = tryReadBooked(record);
  return order !== undefined && order.status !== 'pending' && order.status !== 'rejected';
}

function mayBeRetired({ record }: { record: string }): boolean {
  const order = tryReadBooked(record);
  return order !== undefined && isRefused(order);
}

function describe(record: string): string {
  const order = tryReadBooked(record);
  if (order === undefined) return 'unreadable';
  const at = order.changedAtMs === undefined ? '' : ` since ${isoTime(order.changedAtMs)}`;
  return `${order.status}${at}`;
}

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();

function areSame(expected: readonly object[], stored: readonly object[]): boolean {
  if (expected.length !== stored.length) return false;
  return expected.every((row, i) => differing(row, stored[i] ?? {}).length === 0);
}

// A newer version may have more columns.
function differing(expected: object, stored: object): string[] {
  const values = new Map(Object.entries(stored));
  return Object.entries(expected).flatMap(([column, value]) =>
    isSame(value, values.get(column)) ? [] : [column],
  );
}

const isSame = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));

// Dates by their time.
function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}
