import type { Fleet } from '@onsale/api-client';

/** What the charts keep of one message of the fleet. */
export interface FleetRow {
  /** By the clock of the page. */
  timeS: number;
  /** Orders a second; null in the first message. */
  rates: { placed: number | null; confirmed: number | null; rejected: number | null };
  waiting: number;
  services: Pick<
    Fleet['services'][number],
    'service' | 'living' | 'cpuShare' | 'target' | 'reason'
  >[];
}

export function fleetRow(fleet: Fleet, rates: FleetRow['rates'], timeS: number): FleetRow {
  return {
    timeS,
    rates,
    waiting: fleet.orders.waiting,
    services: fleet.services.map(({ service, living, cpuShare, target, reason }) => ({
      service,
      living,
      cpuShare,
      target,
      reason,
    })),
  };
}

/** Living processes by service. */
export function livingOf({ services }: FleetRow): Record<string, number> {
  return Object.fromEntries(services.map(({ service, living }) => [service, living]));
}

/** CPU of the services that are scaled by it, and their targets, in percent of what they request. */
export function cpuOf({ services }: FleetRow): Record<string, number | null> {
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
