import type { EntranceProgress, EntranceRules } from '@onsale/contracts';
import type { CheckInsThere } from '@onsale/records';

/** What has been counted at an entrance. */
export interface Counted {
  /** Tickets that admit, by their type. */
  tickets: ReadonlyMap<string, number>;
  checkIns: readonly CheckInsThere[];
  /** Those of them whose ticket is void since. */
  voidCheckIns: readonly CheckInsThere[];
}

type Numbers = Omit<EntranceProgress, 'at' | 'eventId' | 'refused' | 'openConflicts' | 'devices'>;

const MINUTE_MS = 60_000;
/** The last minutes that are told one by one. */
const MINUTES = 60;

/**
 * How many are expected and how many are in, on `today`; over all days when it is undefined. Then a ticket that
 * admits daily counts once for each of its days.
 */
export function composeProgress(
  rules: EntranceRules,
  { tickets, checkIns, voidCheckIns }: Counted,
  { today, nowMs }: { today: string | undefined; nowMs: number },
): Numbers {
  const here = today === undefined ? checkIns : checkIns.filter(({ day }) => day === today);
  const types = rules.types.map((type) => {
    const { ticketId, name } = type;
    const count = tickets.get(ticketId) ?? 0;
    const isDaily = type.admits === 'daily';
    const days = rules.days.filter((day) => type.days?.includes(day) ?? true);
    const times = today === undefined ? (isDaily ? days.length : 1) : days.includes(today) ? 1 : 0;
    // Whoever came yesterday with a ticket that admits once is in, and expected no more.
    const counts = (each: CheckInsThere) =>
      each.ticketId === ticketId && (today === undefined || !isDaily || each.day === today);
    const isIn = sum(checkIns.filter(counts)) - sum(voidCheckIns.filter(counts));
    return { ticketId, name, expected: count * times, in: times === 0 ? 0 : isIn };
  });
  return {
    ...(today === undefined ? {} : { today }),
    expected: types.reduce((total, each) => total + each.expected, 0),
    in: types.reduce((total, each) => total + each.in, 0),
    days: rules.days.map((day) => {
      const isThen = (each: CheckInsThere) => each.day === day;
      const admitting = rules.types.filter(({ days }) => days?.includes(day) ?? true);
      const expected = admitting.reduce((total, { ticketId }) => {
        return total + (tickets.get(ticketId) ?? 0);
      }, 0);
      return {
        ...{ day, expected },
        in: sum(checkIns.filter(isThen)) - sum(voidCheckIns.filter(isThen)),
      };
    }),
    types,
    entrances: entrancesOf(rules, here).map(({ entranceId, name }) => {
      const there = here.filter((each) => each.entranceId === entranceId);
      const lastFiveMinutes = there.reduce((total, { lately }) => total + lately, 0);
      return { entranceId, name, in: sum(there), lastFiveMinutes };
    }),
    minutes: minutesOf(checkIns, nowMs),
  };
}

function minutesOf(checkIns: readonly CheckInsThere[], nowMs: number): EntranceProgress['minutes'] {
  const counts = new Map<number, number>();
  for (const { minute, count } of checkIns) {
    const atMs = minute?.getTime() ?? 0;
    counts.set(atMs, (counts.get(atMs) ?? 0) + count);
  }
  const lastMs = nowMs - (nowMs % MINUTE_MS);
  return Array.from({ length: MINUTES }, (_, index) => {
    const atMs = lastMs - (MINUTES - 1 - index) * MINUTE_MS;
    return { minute: new Date(atMs).toISOString(), in: counts.get(atMs) ?? 0 };
  });
}

// Those that were removed since have let people in as well.
function entrancesOf(
  { entrances }: EntranceRules,
  checkIns: readonly CheckInsThere[],
): EntranceRules['entrances'] {
  const known = new Set(entrances.map(({ entranceId }) => entranceId));
  const used = new Set(checkIns.flatMap(({ entranceId }) => entranceId ?? []));
  const removed = [...used.difference(known)].toSorted();
  return [...entrances, ...removed.map((entranceId) => ({ entranceId, name: entranceId }))];
}

const sum = (list: readonly CheckInsThere[]): number =>
  list.reduce((total, { count }) => total + count, 0);
