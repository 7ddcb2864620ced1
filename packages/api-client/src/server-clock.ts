// Deadlines are told in the server's time, and the clock of a visitor may be wrong by hours.

let aheadMs = 0;

/** Notes the `Date` of a response that has just arrived. */
export function noteServerTime(date: string | null): void {
  const serverMs = Date.parse(date ?? '');
  if (!Number.isNaN(serverMs)) aheadMs = Date.now() - serverMs;
}

/** A moment of the server (ISO 8601) by the clock of this page: Unix time in ms. */
export function onOurClock(moment: string): number {
  return Date.parse(moment) + aheadMs;
}

/** A moment of this page by the clock of the server: Unix times in ms; without one, now. */
export function onServerClock(ourMs: number = Date.now()): number {
  return ourMs - aheadMs;
}
