import { Text } from '@mantine/core';
import type { LiveLine } from '@onsale/api-client';
import { formatClock, formatCount } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { ChartPanel } from '../reports/ChartPanel.tsx';
import { RowList } from '../ui/RowList.tsx';
import { type Curve, LineChartView } from './LineChartView.tsx';
import { fewer, type LinePoint, linePoints } from './line-points.ts';
import { lineHistoryQuery } from './line-queries.ts';

/** Rows that somebody will read. */
const ROWS = 24;

/** How the line has gone on: who was in it, and what became of them. */
export function HistoryPanels({ line }: { line: LiveLine }) {
  const { data: history = [] } = useQuery(lineHistoryQuery(line.eventId));
  const points = linePoints(history, line);
  const people: Curve[] = [
    { field: 'waiting', name: m.line_waiting(), color: 'var(--ink)' },
    { field: 'turns', name: m.line_turns(), color: 'var(--good)' },
  ];
  const sums: Curve[] = [
    { field: 'admitted', name: m.line_admitted(), color: 'var(--ink)' },
    { field: 'served', name: m.line_served(), color: 'var(--good)' },
    { field: 'left', name: m.line_left(), color: 'var(--warn)' },
  ];
  return [
    { title: m.line_chart_people(), curves: people },
    { title: m.line_chart_sums(), curves: sums },
  ].map(({ title, curves }) => (
    <ChartPanel
      key={title}
      title={title}
      chart={
        points.length < 2 ? (
          <Text size="sm" c="dimmed">
            {m.line_chart_none()}
          </Text>
        ) : (
          <LineChartView points={points} curves={curves} timeZone={line.timeZone} />
        )
      }
    >
      <Numbers title={title} points={points} curves={curves} timeZone={line.timeZone} />
    </ChartPanel>
  ));
}

function Numbers({
  title,
  points,
  curves,
  timeZone,
}: {
  title: string;
  points: readonly LinePoint[];
  curves: readonly Curve[];
  timeZone: string | undefined;
}) {
  return (
    <RowList
      label={title}
      rows={fewer(points, ROWS)}
      rowKey={({ atMs }) => String(atMs)}
      columns={[
        {
          label: m.line_time(),
          isHeadline: true,
          render: ({ atMs }) => formatClock(new Date(atMs).toISOString(), timeZone),
        },
        ...curves.map(({ field, name }) => ({
          label: name,
          isNumber: true,
          render: (point: LinePoint) => formatCount(point[field]),
        })),
      ]}
    />
  );
}
