import type { EntranceProgress } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { m } from '../../app/texts.ts';
import { AXIS, TOOLTIP } from '../../reports/chart-look.ts';
import { ChartPanel } from '../../reports/ChartPanel.tsx';
import { RowList } from '../../ui/RowList.tsx';
import { useClock } from '../use-entrance.ts';

/** How people came in during the last hour, minute by minute. */
export function HourPanel({ progress: { minutes } }: { progress: EntranceProgress }) {
  const clock = useClock();
  if (minutes.every((minute) => minute.in === 0)) return null;
  // Minutes have no seconds to show.
  const timeOf = (minute: unknown) => clock(String(minute)).replace(/:00(?=\D*$)/, '');
  return (
    <ChartPanel
      title={m.entrance_hour()}
      chart={
        <ResponsiveContainer width="100%" height={180}>
          <BarChart
            data={minutes}
            margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--ink-faint)" />
            <XAxis dataKey="minute" {...AXIS} tickFormatter={timeOf} minTickGap={32} />
            <YAxis {...AXIS} width="auto" allowDecimals={false} />
            <Tooltip {...TOOLTIP} labelFormatter={timeOf} />
            <Bar
              dataKey="in"
              name={m.entrance_col_in()}
              fill="var(--ink)"
              maxBarSize={16}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      }
    >
      <RowList
        label={m.entrance_hour()}
        rows={minutes.filter((minute) => minute.in > 0)}
        rowKey={({ minute }) => minute}
        columns={[
          {
            label: m.entrance_col_minute(),
            isHeadline: true,
            render: ({ minute }) => timeOf(minute),
          },
          {
            label: m.entrance_col_in(),
            isNumber: true,
            render: (minute) => formatCount(minute.in),
          },
        ]}
      />
    </ChartPanel>
  );
}
