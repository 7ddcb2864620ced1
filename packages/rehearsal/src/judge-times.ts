import type { Finding, RehearsalTime } from '@onsale/contracts';
import { percentile, type Person } from '@onsale/crowd';

/** The simulator must be on time for what it says of the shop. */
export const MOST_LAG_MS = 100;

export interface Measured {
  people: readonly Person[];
  times: ReadonlyMap<string, readonly number[]>;
  paidMs: readonly number[];
  scanMs: readonly number[];
  /** When the last ticket was sold, by `performance`. */
  soldOutAtMs: number | undefined;
  lags: readonly number[];
}

/** How fast everything was, and whether that was fast enough; nothing is judged by a simulator that was late. */
export function judgeTimes(measured: Measured): { times: RehearsalTime[]; findings: Finding[] } {
  const { people, paidMs, scanMs, soldOutAtMs, lags } = measured;
  const of = (what: string) => measured.times.get(what) ?? [];
  const orders = people.flatMap((person) => person.orders);
  const told = people.flatMap(({ toldAtMs }) =>
    toldAtMs === undefined || soldOutAtMs === undefined
      ? []
      : [Math.max(0, toldAtMs - soldOutAtMs)],
  );
  const rows: [what: string, ms: readonly number[], mostMs?: number][] = [
    ['The event’s page loads', of('event'), 1000],
    ['A person gets a place in line', of('join'), 2000],
    ['The line is shown', of('line'), 1000],
    ['An order is accepted after "buy" is pressed', of('order'), 2000],
    [
      'An order is settled after "buy" is pressed',
      orders.flatMap(({ pressedAtMs, settledAtMs }) =>
        settledAtMs === undefined ? [] : [settledAtMs - pressedAtMs],
      ),
      5000,
    ],
    ['The bank has the money, without the time that the buyer takes', paidMs, 5000],
    ['The tickets are shown', of('tickets'), 5000],
    ['All who get none are told', told, 15_000],
    ['Twenty scans are answered', scanMs, 3000],
  ];
  const lagMs = percentile(lags, 0.99);
  const isOnTime = lagMs < MOST_LAG_MS;
  const measuredRows = rows.filter(([, ms]) => ms.length > 0);
  const times = measuredRows.map(([what, ms, mostMs]) => ({
    ...{ what, p50Ms: Math.round(percentile(ms, 0.5)), p99Ms: Math.round(percentile(ms, 0.99)) },
    ...(mostMs === undefined ? {} : { mostMs }),
  }));
  const findings = times.map(({ what, p99Ms, mostMs = Infinity }): Finding => ({
    ...{ promise: 0, what, from: ['buyers'] },
    is: p99Ms <= mostMs ? 'held' : isOnTime ? 'broken' : 'unsure',
    found: `99 of 100 within ${said(p99Ms)}; at most ${said(mostMs)}`,
  }));
  return {
    times,
    findings: [
      ...findings,
      {
        ...{ promise: 0, what: 'The simulator kept its schedule', from: ['simulator'] },
        is: isOnTime ? 'held' : 'unsure',
        found: `99 of 100 steps at most ${said(lagMs)} late; times count below ${MOST_LAG_MS} ms`,
      },
    ],
  };
}

/** A time as people read it. */
export function said(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
