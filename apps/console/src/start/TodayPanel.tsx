import type { TakingsOfToday } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { Group, Text } from '@mantine/core';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import classes from './TodayPanel.module.css';

/** What was sold today. */
export function TodayPanel({ today }: { today: readonly TakingsOfToday[] }) {
  return (
    <Panel title={m.start_today_title()}>
      {today.length === 0 ? <Text c="dimmed">{m.start_today_none()}</Text> : null}
      {today.map(({ currency, revenue, orders, tickets }) => (
        <Group key={currency} gap="xl" mb="xs">
          <Figure label={m.start_today_revenue()} value={formatPrice(revenue, currency)} />
          <Figure label={m.start_today_orders()} value={formatCount(orders)} />
          <Figure label={m.start_today_tickets()} value={formatCount(tickets)} />
        </Group>
      ))}
      <Text size="xs" c="dimmed">
        {m.start_today_hint()}
      </Text>
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <div className={classes['figure']}>{value}</div>
    </div>
  );
}
