import { formatClock, formatCount } from '@onsale/i18n';
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { AXIS, TOOLTIP } from '../reports/chart-look.ts';
import type { LinePoint } from './line-points.ts';

/** One curve of a chart. */
export interface Curve {
  field: Exclude<keyof LinePoint, 'atMs'>;
  name: string;
  color: string;
}

/** Counts of a line over time. Each stands until the next, so they go in steps. */
export function LineChartView({
  points,
  curves,
  timeZone,
}: {
  points: readonly LinePoint[];
  curves: readonly Curve[];
  timeZone: string | undefined;
}) {
  const clock = (atMs: number) => formatClock(new Date(atMs).toISOString(), timeZone);
  return (
    <ResponsiveContainer width="100%" height={220}>
      <LineChart
        data={[...points]}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--ink-faint)" />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={['dataMin', 'dataMax']}
          {...AXIS}
          tickFormatter={clock}
          minTickGap={48}
        />
        <YAxis {...AXIS} width="auto" allowDecimals={false} tickFormatter={formatCount} />
        <Tooltip
          {...TOOLTIP}
          labelFormatter={(atMs) => (typeof atMs === 'number' ? clock(atMs) : atMs)}
          formatter={(value) => formatCount(Number(value))}
        />
        <Legend />
        {curves.map(({ field, name, color }) => (
          <Line
            key={field}
            dataKey={field}
            name={name}
            stroke={color}
            strokeWidth={2}
            type="stepAfter"
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
