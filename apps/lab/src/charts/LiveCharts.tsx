import { useCallback, useMemo } from 'react';
import { chartWindow, type WindowChoice } from '../data/chart-window.ts';
import { byWay } from '../data/fleet-tiles.ts';
import type { Series } from '../data/series.ts';
import { useLab, useLabFeed } from '../use-lab.ts';
import { type ChartContent, MAX_POINTS } from './Chart.tsx';
import { ChartGrid } from './ChartGrid.tsx';
import { BACKLOG, instancesOf, LATENCY, ORDERS, OUTCOME, RATE } from './live-chart-kinds.ts';

/** The six charts of what happens now, over one span of time. */
export function LiveCharts({ choice }: { choice: WindowChoice }) {
  const feed = useLabFeed();
  const services = useLab(serviceNames);
  const instances = useMemo(
    () => instancesOf(services === '' ? [] : services.split(',')),
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

  return (
    <ChartGrid
      subscribe={feed.subscribe}
      charts={[
        { kind: RATE, content: load },
        { kind: LATENCY, content: load },
        { kind: OUTCOME, content: load },
        { kind: ORDERS, content: orders },
        { kind: BACKLOG, content: orders },
        { kind: instances, content: living },
      ]}
    />
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
