/** Of which days a report is; it is in the address of the page. */
export interface ReportsSearch {
  /** A day such as 2027-06-18, in the zone of each event. */
  from?: string;
  to?: string;
}

const DAY_MS = 86_400_000;

/** Reads it from an address, which somebody may have typed. */
export function readReportsSearch({ from, to }: Record<string, unknown>): ReportsSearch {
  return { ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
}

/**
 * The last `count` days by the clock of the reader. They have no end: where an event takes place, it may be
 * tomorrow already.
 */
export function lastDays(count: number, nowMs = Date.now()): ReportsSearch {
  const now = new Date(nowMs);
  const todayMs = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return { from: dayOf(todayMs - (count - 1) * DAY_MS) };
}

function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const atMs = Date.parse(value);
  // The 31st of February is none.
  return !Number.isNaN(atMs) && dayOf(atMs) === value;
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
