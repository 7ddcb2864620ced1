import type { Fleet, LoadReport } from '@onsale/api-client';
import type { ScalingMark } from './scaling-marks.ts';
import { Series } from './series.ts';

/** What the charts show of the fleet at one moment. */
export interface FleetRow {
  timeS: number;
  /** Orders a second; null in the first message. */
  rates: { placed: number | null; confirmed: number | null; rejected: number | null };
  waiting: number;
  services: readonly Pick<
    Fleet['services'][number],
    'service' | 'living' | 'cpuShare' | 'target'
  >[];
}

/** The fleet over time, as the charts draw it. */
export class FleetSeries {
  readonly orders: Series;
  readonly instances: Series;
  readonly cpu: Series;

  constructor(capacity: number) {
    const joins = { placed: 'mean', confirmed: 'mean', rejected: 'mean', waiting: 'max' } as const;
    this.orders = new Series({ capacity, joins });
    this.instances = new Series({ capacity, joins: {} });
    this.cpu = new Series({ capacity, joins: {} });
  }

  push(row: FleetRow): void {
    this.orders.push(row.timeS, ordersOf(row));
    this.instances.push(row.timeS, livingOf(row));
    this.cpu.push(row.timeS, cpuOf(row));
  }

  /** Puts rows before the first one, for what happened before anybody looked. */
  pushBefore(rows: readonly FleetRow[]): void {
    const of = (make: (row: FleetRow) => Record<string, number | null>) =>
      rows.map((row) => ({ time: row.timeS, row: make(row) }));
    this.orders.pushBefore(of(ordersOf));
    this.instances.pushBefore(of(livingOf));
    this.cpu.pushBefore(of(cpuOf));
  }
}

/** What the report of a run has of the fleet, by the clock of the page. */
export function fleetOfReport(
  { fleet }: Pick<LoadReport, 'fleet'>,
  startS: number,
): { rows: FleetRow[]; marks: ScalingMark[] } {
  const { moments = [], changes = [] } = fleet ?? {};
  return {
    rows: moments.map(({ atS, placed, confirmed, rejected, waiting, services }) => ({
      timeS: startS + atS,
      rates: { placed, confirmed, rejected },
      waiting,
      services,
    })),
    marks: changes.map(({ atS, ...change }) => ({ timeS: startS + atS, ...change })),
  };
}

function ordersOf({ rates, waiting }: FleetRow): Record<string, number | null> {
  return { ...rates, waiting };
}

/** Living processes by service. */
function livingOf({ services }: FleetRow): Record<string, number> {
  return Object.fromEntries(services.map(({ service, living }) => [service, living]));
}

/** CPU of the services that are scaled by it, and their targets, in percent of what they request. */
function cpuOf({ services }: FleetRow): Record<string, number | null> {
  return Object.fromEntries(
    services.flatMap(({ service, cpuShare, target }) =>
      target === null
        ? []
        : [
            [service, cpuShare === null ? null : cpuShare * 100],
            [targetName(service), target.cpuShare * 100],
          ],
    ),
  );
}

/** The name of the column with a service's target. */
export function targetName(service: string): string {
  return `${service} target`;
}
