import { formatCount } from '@onsale/i18n';
import { Bar, BarChart, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { m } from '../app/texts.ts';
import { AXIS, TOOLTIP } from './chart-look.ts';

/** Of more types the chart would be a wall; the table has them all. */
const MOST = 12;
const ROW = 36;

/** Tickets of each type: those that are still valid, and those that were refunded. */
export function TypesChart({
  types,
}: {
  types: readonly { name: string; sold: number; refunded: number }[];
}) {
  const bars = types
    .toSorted((a, b) => b.sold - a.sold)
    .slice(0, MOST)
    .map(({ name, sold, refunded }) => ({ name, valid: sold - refunded, refunded }));
  return (
    <ResponsiveContainer width="100%" height={bars.length * ROW + 72}>
      <BarChart
        data={bars}
        layout="vertical"
        margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis type="number" {...AXIS} allowDecimals={false} tickFormatter={formatCount} />
        <YAxis type="category" dataKey="name" {...AXIS} width={120} />
        <Tooltip {...TOOLTIP} formatter={(value) => formatCount(Number(value))} />
        <Legend />
        <Bar
          dataKey="valid"
          name={m.reports_valid()}
          stackId="tickets"
          fill="var(--ink)"
          maxBarSize={22}
          isAnimationActive={false}
        />
        <Bar
          dataKey="refunded"
          name={m.reports_refunded()}
          stackId="tickets"
          fill="var(--warn)"
          maxBarSize={22}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
