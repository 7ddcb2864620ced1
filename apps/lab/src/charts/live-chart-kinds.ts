import { targetName } from '../data/fleet-row.ts';
import { showCount, showMs, showPercent, showRate } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import type { Ink } from './chart-colors.ts';
import type { ChartKind, ChartLine } from './chart-options.ts';

const { charts } = labText;
const { lines } = charts;
const syncName = 'live';

export const RATE: ChartKind = {
  title: charts.rate,
  unit: charts.rateUnit,
  show: showRate,
  scale: 'linear',
  syncName,
  lines: [
    { name: 'target', label: lines.target, ink: 'soft', dashed: true },
    { name: 'achieved', label: lines.achieved, ink: 'blue', filled: true },
  ],
};

export const LATENCY: ChartKind = {
  title: charts.latency,
  unit: charts.latencyUnit,
  show: showMs,
  scale: 'log',
  syncName,
  lines: [
    { name: 'p50', label: lines.p50, ink: 'teal' },
    { name: 'p90', label: lines.p90, ink: 'blue' },
    { name: 'p99', label: lines.p99, ink: 'amber' },
    { name: 'p999', label: lines.p999, ink: 'red' },
  ],
};

export const OUTCOME: ChartKind = {
  title: charts.outcome,
  unit: charts.outcomeUnit,
  show: showRate,
  scale: 'linear',
  syncName,
  lines: [
    { name: 'accepted', label: lines.accepted, ink: 'green', filled: true },
    { name: 'other', label: lines.other, ink: 'blue', stackedOn: 'accepted' },
    { name: 'soldOut', label: lines.soldOut, ink: 'violet', stackedOn: 'other' },
    { name: 'failure', label: lines.failure, ink: 'red' },
    { name: 'dropped', label: lines.dropped, ink: 'amber' },
  ],
};

export const ORDERS: ChartKind = {
  title: charts.orders,
  unit: charts.ordersUnit,
  show: showRate,
  scale: 'linear',
  syncName,
  lines: [
    { name: 'placed', label: lines.placed, ink: 'soft', dashed: true },
    { name: 'confirmed', label: lines.confirmed, ink: 'green' },
    { name: 'rejected', label: lines.rejected, ink: 'amber' },
  ],
};

export const BACKLOG: ChartKind = {
  title: charts.backlog,
  unit: charts.backlogUnit,
  show: showCount,
  scale: 'linear',
  syncName,
  lines: [{ name: 'waiting', label: lines.waiting, ink: 'violet', filled: true }],
};

const SERVICE_INKS: Record<string, Ink> = {
  'workload-generator': 'soft',
  gateway: 'blue',
  'order-worker': 'green',
  'database-api': 'violet',
};

/** CPU of a service that is scaled by it, against its target. */
export function cpuKind(service: string): ChartKind {
  return {
    title: charts.cpu(service),
    unit: charts.cpuUnit,
    show: showPercent,
    scale: 'linear',
    atLeast: 100,
    syncName,
    lines: [
      { name: targetName(service), label: lines.cpuTarget, ink: 'red', dashed: true },
      { name: service, label: lines.cpu, ink: SERVICE_INKS[service] ?? 'black', filled: true },
    ],
  };
}

/** Living processes: a line for each service. */
export function instancesOf(services: readonly string[]): ChartKind {
  const lineOf = (service: string): ChartLine => ({
    name: service,
    label: service,
    ink: SERVICE_INKS[service] ?? 'black',
  });
  return {
    title: charts.instances,
    unit: charts.instancesUnit,
    show: showCount,
    scale: 'whole',
    syncName,
    lines: services.map(lineOf),
  };
}
