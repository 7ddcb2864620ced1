/** More tickets than any order has. */
export const MOST_TICKETS = 100_000;

const MOST_INTEGER = 2 ** 31 - 1;
const MOST_BIGINT = Number.MAX_SAFE_INTEGER;
/** The last moment of the year 9999. */
const LAST_MS = 253_402_300_799_999;
/**
 * Characters of texts that are in an index, which takes 2700 bytes for all of its columns. Ids have 64 at most, and
 * addresses 254.
 */
const LONGEST_KEY = 100;
const LONGEST_ADDRESS = 600;

/** The numbers of all tables, and how large they may be. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...['shard', 'line', 'number', 'place', 'qty', 'version', 'revision'].map(
    (column) => [column, MOST_INTEGER] as const,
  ),
  ...['total', 'fee', 'tax', 'discount', 'refunded', 'unit_price'].map(
    (column) => [column, MOST_BIGINT] as const,
  ),
  ...['amount', 'received', 'returned', 'orders', 'tickets'].map(
    (column) => [column, MOST_BIGINT] as const,
  ),
]);
const MAY_BE_NULL: ReadonlySet<string> = new Set([
  ...['cause', 'terms', 'archived_at', 'begun_at', 'done_at', 'problem', 'respond_by'],
]);
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['address', LONGEST_ADDRESS],
  ...['event_id', 'ticket_id', 'ticket_type', 'currency', 'provider', 'source'].map(
    (column) => [column, LONGEST_KEY] as const,
  ),
]);

/**
 * Throws when its table would refuse a row. One malformed record would keep all others of its shard from being
 * recorded, because they are stored together.
 */
export function checkRow(row: object): void {
  for (const [column, value] of Object.entries(row)) {
    if (!fits(column, value)) throw new Error(`the ${column} of its record is malformed`);
  }
}

function fits(column: string, value: unknown): boolean {
  const most = NUMBERS.get(column);
  if (most !== undefined) return Number.isSafeInteger(value) && Math.abs(Number(value)) <= most;
  if (value === null) return MAY_BE_NULL.has(column);
  if (value instanceof Date) return Math.abs(value.getTime()) <= LAST_MS;
  if (typeof value === 'boolean') return column === 'is_open' || column === 'by_hand';
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) return false;
  return value.length <= (LONGEST.get(column) ?? Infinity);
}
