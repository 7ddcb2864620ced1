import type { SalesOfDay } from '@onsale/api-client';
import { formatDay, formatPrice } from '@onsale/i18n';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { m } from '../app/texts.ts';
import { chartPoints } from './chart-points.ts';
import { AXIS, TOOLTIP } from './chart-look.ts';

/** What was sold day by day, of one currency: what is left, and above it what was refunded. */
export function DaysChart({ days, currency }: { days: readonly SalesOfDay[]; currency: string }) {
  return (
    <ResponsiveContainer width="100%" height={260}>
      <BarChart
        data={chartPoints(days)}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--ink-faint)" />
        <XAxis dataKey="when" {...AXIS} tickFormatter={formatDay} minTickGap={24} />
        <YAxis
          {...AXIS}
          width="auto"
          tickFormatter={(value: number) => formatShort(value, currency)}
        />
        <Tooltip
          {...TOOLTIP}
          labelFormatter={(day) => (typeof day === 'string' ? formatDay(day) : day)}
          formatter={(value) => formatPrice(Number(value), currency)}
        />
        <Legend />
        <Bar
          dataKey="net"
          name={m.reports_net()}
          stackId="money"
          fill="var(--ink)"
          maxBarSize={48}
          isAnimationActive={false}
        />
        <Bar
          dataKey="refunded"
          name={m.reports_refunded()}
          stackId="money"
          fill="var(--warn)"
          maxBarSize={48}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}

// An axis has no room for cents.
function formatShort(amount: number, currency: string): string {
  return formatPrice(amount, currency).replace(/[.,]00(?=\D*$)/, '');
}
