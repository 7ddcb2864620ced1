import { useCallback, useMemo } from 'react';
import { chartWindow, type WindowChoice } from '../data/chart-window.ts';
import { byWay } from '../data/fleet-tiles.ts';
import { showCount, showMs, showRate } from '../data/quantities.ts';
import type { Series } from '../data/series.ts';
import { labText } from '../strings.ts';
import { useLab, useLabFeed } from '../use-lab.ts';
import { Chart, type ChartContent, MAX_POINTS } from './Chart.tsx';
import type { Ink } from './chart-colors.ts';
import type { ChartKind } from './chart-options.ts';
import styles from './LiveCharts.module.css';

const { charts } = labText;
const syncName = 'live';

const RATE: ChartKind = {
  syncName,
  scale: 'linear',
  lines: [
    { name: 'target', label: charts.lines.target, ink: 'soft', dashed: true },
    { name: 'achieved', label: charts.lines.achieved, ink: 'blue', filled: true },
  ],
};
const LATENCY: ChartKind = {
  syncName,
  scale: 'log',
  lines: [
    { name: 'p50', label: charts.lines.p50, ink: 'teal' },
    { name: 'p90', label: charts.lines.p90, ink: 'blue' },
    { name: 'p99', label: charts.lines.p99, ink: 'amber' },
    { name: 'p999', label: charts.lines.p999, ink: 'red' },
  ],
};
const OUTCOME: ChartKind = {
  syncName,
  scale: 'linear',
  lines: [
    { name: 'success', label: charts.lines.success, ink: 'green', filled: true },
    { name: 'failure', label: charts.lines.failure, ink: 'red' },
    { name: 'dropped', label: charts.lines.dropped, ink: 'amber' },
  ],
};
const ORDERS: ChartKind = {
  syncName,
  scale: 'linear',
  lines: [
    { name: 'placed', label: charts.lines.placed, ink: 'soft', dashed: true },
    { name: 'confirmed', label: charts.lines.confirmed, ink: 'green' },
    { name: 'rejected', label: charts.lines.rejected, ink: 'amber' },
  ],
};
const BACKLOG: ChartKind = {
  syncName,
  scale: 'linear',
  lines: [{ name: 'waiting', label: charts.lines.waiting, ink: 'violet', filled: true }],
};
const SERVICE_INKS: Record<string, Ink> = {
  'workload-generator': 'soft',
  gateway: 'blue',
  'order-worker': 'green',
  'database-api': 'violet',
};

/** The six charts of what happens now, over one span of time. */
export function LiveCharts({ choice }: { choice: WindowChoice }) {
  const feed = useLabFeed();
  const services = useLab(serviceNames);
  const instances = useMemo<ChartKind>(
    () => ({
      syncName,
      scale: 'whole',
      lines: (services === '' ? [] : services.split(',')).map((service) => ({
        name: service,
        label: service,
        ink: SERVICE_INKS[service] ?? 'black',
      })),
    }),
    [services],
  );
  const contentOf = useCallback(
    (series: Series) => (): ChartContent => {
      const window = chartWindow(choice, feed.state().run, Date.now() / 1000);
      return { ...window, ...series.draw(window.fromS, window.toS, MAX_POINTS) };
    },
    [choice, feed],
  );
  const load = useMemo(() => contentOf(feed.load), [contentOf, feed]);
  const orders = useMemo(() => contentOf(feed.orders), [contentOf, feed]);
  const living = useMemo(() => contentOf(feed.instances), [contentOf, feed]);
  const { subscribe } = feed;

  return (
    <div className={styles.grid}>
      <Chart
        title={charts.rate}
        unit={charts.rateUnit}
        kind={RATE}
        show={showRate}
        content={load}
        subscribe={subscribe}
      />
      <Chart
        title={charts.latency}
        unit={charts.latencyUnit}
        kind={LATENCY}
        show={showMs}
        content={load}
        subscribe={subscribe}
      />
      <Chart
        title={charts.outcome}
        unit={charts.outcomeUnit}
        kind={OUTCOME}
        show={showRate}
        content={load}
        subscribe={subscribe}
      />
      <Chart
        title={charts.orders}
        unit={charts.ordersUnit}
        kind={ORDERS}
        show={showRate}
        content={orders}
        subscribe={subscribe}
      />
      <Chart
        title={charts.backlog}
        unit={charts.backlogUnit}
        kind={BACKLOG}
        show={showCount}
        content={orders}
        subscribe={subscribe}
      />
      <Chart
        title={charts.instances}
        unit={charts.instancesUnit}
        kind={instances}
        show={showCount}
        content={living}
        subscribe={subscribe}
      />
    </div>
  );
}

// As a text, because it stays the same as long as the same services live.
function serviceNames({
  fleet,
}: {
  fleet: { services: { service: string }[] } | undefined;
}): string {
  return (fleet?.services ?? [])
    .map(({ service }) => service)
    .sort(byWay)
    .join(',');
}
