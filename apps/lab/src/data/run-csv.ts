import type { LoadFleetChange, LoadFleetMoment, LoadReport, LoadSecond } from '@onsale/api-client';
import { type Cell, toCsv } from './csv.ts';

const FIELDS = [
  'fromS',
  'spanS',
  'targetRps',
  'sentRps',
  'accepted',
  'soldOut',
  'success',
  'failure',
  'dropped',
  'inFlight',
  'p50',
  'p90',
  'p95',
  'p99',
  'p999',
  'max',
] as const satisfies readonly (keyof LoadSecond)[];

const FLEET_FIELDS = ['placed', 'confirmed', 'rejected', 'waiting'] as const;
const SERVICE_FIELDS = ['living', 'desired', 'cpuShare', 'targetCpuShare'] as const;
/** What the fleet said longer ago than this before the end of a second is not of that second. */
const STALE_S = 3;

/**
 * Every second of a run, for a spreadsheet: the load, the fleet as it was last seen then, and the
 * processes that came and went. Times of latency are milliseconds, CPU is a share of the request.
 */
export function runCsv({ seconds, fleet }: Pick<LoadReport, 'seconds' | 'fleet'>): string {
  const { moments = [], changes = [] } = fleet ?? {};
  const services = [
    ...new Set(moments.flatMap((moment) => moment.services.map(({ service }) => service))),
  ];
  const names =
    fleet === undefined
      ? FIELDS
      : [
          ...FIELDS,
          ...FLEET_FIELDS,
          ...services.flatMap((service) => SERVICE_FIELDS.map((field) => `${service} ${field}`)),
          'changes',
        ];
  const rows = seconds.map((second, i): Cell[] => {
    const load = FIELDS.map((field) => second[field]);
    if (fleet === undefined) return load;
    const toS = second.fromS + second.spanS;
    const moment = moments.findLast(({ atS }) => atS <= toS);
    const isFresh = moment !== undefined && moment.atS > second.fromS - STALE_S;
    const isLast = i === seconds.length - 1;
    const own = changes.filter(({ atS }) => atS > second.fromS && (atS <= toS || isLast));
    return [...load, ...fleetCells(isFresh ? moment : undefined, services), describe(own)];
  });
  return toCsv(names, rows);
}

function fleetCells(moment: LoadFleetMoment | undefined, services: readonly string[]): Cell[] {
  return [
    ...FLEET_FIELDS.map((field) => moment?.[field] ?? null),
    ...services.flatMap((service): Cell[] => {
      const told = moment?.services.find((each) => each.service === service);
      return [
        told?.living ?? null,
        told?.desired ?? null,
        told?.cpuShare ?? null,
        told?.target?.cpuShare ?? null,
      ];
    }),
  ];
}

function describe(changes: readonly LoadFleetChange[]): string {
  return changes
    .map(({ service, from, to, reason }) =>
      [`${service} ${from} → ${to}`, ...(reason === null ? [] : [`(${reason})`])].join(' '),
    )
    .join('; ');
}
