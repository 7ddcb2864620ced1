import { useCallback, useMemo } from 'react';
import { chartWindow, type WindowChoice } from '../data/chart-window.ts';
import { byWay } from '../data/fleet-tiles.ts';
import type { LabState } from '../data/lab-feed.ts';
import { describeMark, marksWithin } from '../data/scaling-marks.ts';
import type { Series } from '../data/series.ts';
import { labText } from '../strings.ts';
import { useLab, useLabFeed, useStoredRun } from '../use-lab.ts';
import { type ChartContent, MAX_POINTS } from './Chart.tsx';
import { ChartGrid } from './ChartGrid.tsx';
import {
  BACKLOG,
  cpuKind,
  instancesOf,
  LATENCY,
  ORDERS,
  OUTCOME,
  RATE,
} from './live-chart-kinds.ts';

const text = labText.charts;

/** All charts over one span of time: of what happens now, or of the stored run that is shown. */
export function LiveCharts({ choice }: { choice: WindowChoice }) {
  const feed = useLabFeed();
  const stored = useStoredRun();
  const services = useNames(allServices);
  const scaled = useNames(scaledServices);
  const contentOf = useCallback(
    (series: Series) => (): ChartContent => {
      const { run, marks } = feed.state();
      const nowS = Date.now() / 1000;
      const window = chartWindow(stored === undefined ? choice : 'run', stored?.span ?? run, nowS);
      return {
        ...window,
        ...series.draw(window.fromS, window.toS, MAX_POINTS),
        marks: marksWithin(stored?.marks ?? marks, window).map((mark) => ({
          timeS: mark.timeS,
          label: describeMark(mark),
          growth: mark.to - mark.from,
        })),
      };
    },
    [choice, feed, stored],
  );
  const charts = useMemo(() => {
    const load = contentOf(stored?.load ?? feed.load);
    const fleet = stored?.fleet ?? feed.fleet;
    const orders = contentOf(fleet.orders);
    const cpu = contentOf(fleet.cpu);
    const note = stored !== undefined && stored.services.length === 0 ? text.noFleet : undefined;
    return [
      { kind: RATE, content: load },
      { kind: LATENCY, content: load },
      { kind: instancesOf(services), content: contentOf(fleet.instances), note },
      ...scaled.map((service) => ({ kind: cpuKind(service), content: cpu })),
      { kind: OUTCOME, content: load },
      { kind: ORDERS, content: orders, note },
      { kind: BACKLOG, content: orders, note },
    ];
  }, [contentOf, feed, services, scaled, stored]);
  return <ChartGrid subscribe={feed.subscribe} charts={charts} />;
}

type Services = readonly Pick<
  NonNullable<LabState['fleet']>['services'][number],
  'service' | 'target'
>[];

/** The names that `of` finds in the fleet: the same list as long as they are the same. */
function useNames(of: (services: Services) => string[]): readonly string[] {
  const stored = useStoredRun();
  const newest = useLab(({ fleet }) => of(fleet?.services ?? []).join(','));
  const names = stored === undefined ? newest : of(stored.services).join(',');
  return useMemo(() => (names === '' ? [] : names.split(',')), [names]);
}

function allServices(services: Services): string[] {
  return services.map(({ service }) => service).sort(byWay);
}

function scaledServices(services: Services): string[] {
  return services
    .filter(({ target }) => target !== null)
    .map(({ service }) => service)
    .sort(byWay);
}
