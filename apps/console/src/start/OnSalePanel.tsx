import type { EventSummary, Start } from '@onsale/api-client';
import { atVenue, formatCount } from '@onsale/i18n';
import { Badge, Group, Progress, Text } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { ButtonLink, TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { Panel } from '../ui/Panel.tsx';
import classes from './OnSalePanel.module.css';

/** The events of which tickets are sold, with what is sold of each. */
export function OnSalePanel({ start: { onSale, onSaleCount } }: { start: Start }) {
  if (onSale.length === 0) {
    return (
      <EmptyView
        icon={<IconCalendarOff />}
        title={m.start_on_sale_none()}
        text={m.start_on_sale_none_text()}
      >
        <ButtonLink to="/events" variant="default">
          {m.start_to_events()}
        </ButtonLink>
      </EmptyView>
    );
  }
  return (
    <Panel title={m.start_on_sale_title()}>
      <ul className={classes['list']}>
        {onSale.map((event) => (
          <EventOnSale key={event.eventId} event={event} />
        ))}
      </ul>
      {onSaleCount > onSale.length ? (
        <ButtonLink to="/events" variant="default" mt="md">
          {m.start_on_sale_all({ count: onSaleCount, text: formatCount(onSaleCount) })}
        </ButtonLink>
      ) : null}
    </Panel>
  );
}

function EventOnSale({ event }: { event: EventSummary }) {
  const { eventId, name, venue, capacity, sold, held } = event;
  const { long, hours } = atVenue(event);
  const part = (count: number) => (capacity === 0 ? 0 : (100 * count) / capacity);
  return (
    <li className={classes['event']}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <TextLink to="/events/$eventId/sale" params={{ eventId }} fw={700}>
          {name}
        </TextLink>
        <State event={event} />
      </Group>
      <Text size="sm" c="dimmed">
        {long}, {hours} · {venue}
      </Text>
      <Progress.Root size="md" my={6} aria-hidden>
        <Progress.Section value={part(sold)} color="var(--ink)" />
        <Progress.Section value={part(held)} color="var(--warn)" />
      </Progress.Root>
      <Text size="sm">
        {m.start_event_sold({ sold: formatCount(sold), capacity: formatCount(capacity) })}
        {held === 0 ? '' : ` · ${m.start_event_held({ held: formatCount(held) })}`}
      </Text>
    </li>
  );
}

function State({ event: { status, isOnSale } }: { event: EventSummary }) {
  if (status === 'paused') return <Badge color="warn">{m.start_event_paused()}</Badge>;
  return isOnSale ? null : <Badge color="ink">{m.start_event_window_closed()}</Badge>;
}
