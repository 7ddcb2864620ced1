import type { SalesOfDay } from '@onsale/api-client';

/** What a chart shows of a day, or of a month. */
export interface ChartPoint {
  /** 2027-06-18, or 2027-06. */
  when: string;
  net: number;
  refunded: number;
  tickets: number;
}

/** More bars than these cannot be told apart on a phone. */
const MOST_DAYS = 62;
const DAY_MS = 86_400_000;

/**
 * Sales of one currency as bars from the first day to the last: a day without sales has an empty one, so that
 * time goes by evenly. Many days are added up by month.
 */
export function chartPoints(days: readonly SalesOfDay[]): ChartPoint[] {
  const byDay = days.toSorted((a, b) => a.day.localeCompare(b.day));
  const firstMs = Date.parse(byDay[0]?.day ?? '');
  const lastMs = Date.parse(byDay.at(-1)?.day ?? '');
  if (Number.isNaN(firstMs) || Number.isNaN(lastMs)) return [];
  const length = (lastMs - firstMs) / DAY_MS + 1 > MOST_DAYS ? 'yyyy-mm'.length : undefined;
  const points = new Map<string, ChartPoint>();
  for (let ms = firstMs; ms <= lastMs; ms += DAY_MS) {
    const when = new Date(ms).toISOString().slice(0, length ?? 10);
    points.set(when, { when, net: 0, refunded: 0, tickets: 0 });
  }
  for (const { day, net, refunded, tickets } of byDay) {
    const point = points.get(day.slice(0, length));
    if (point === undefined) continue;
    point.net += net;
    point.refunded += refunded;
    point.tickets += tickets;
  }
  return [...points.values()];
}
