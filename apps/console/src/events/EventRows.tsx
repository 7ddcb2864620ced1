import { Group, Progress, Text } from '@mantine/core';
import type { EventSummary } from '@onsale/api-client';
import { formatCount, placeOf } from '@onsale/i18n';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { RowList } from '../ui/RowList.tsx';
import { RehearsalBadge, StatusBadge } from './StatusBadge.tsx';
import { startOf } from './words-of-event.ts';

/** Events in a table, and on a phone as cards. */
export function EventRows({ events }: { events: readonly EventSummary[] }) {
  return (
    <RowList
      label={m.events_title()}
      rows={events}
      rowKey={({ eventId }) => eventId}
      columns={[
        {
          label: m.events_column_event(),
          isHeadline: true,
          render: ({ eventId, name }) => (
            <TextLink to="/events/$eventId" params={{ eventId }} fw={600}>
              {name}
            </TextLink>
          ),
        },
        {
          label: m.events_column_when(),
          render: (event) => <Text size="sm">{startOf(event)}</Text>,
        },
        { label: m.events_venue(), render: (event) => <Text size="sm">{placeOf(event)}</Text> },
        {
          label: m.events_column_status(),
          render: ({ status, rehearsal }) => (
            <Group gap={4}>
              <StatusBadge status={status} />
              {rehearsal ? <RehearsalBadge /> : null}
            </Group>
          ),
        },
        { label: m.events_column_sold(), render: (event) => <Sold event={event} /> },
      ]}
    />
  );
}

function Sold({ event: { sold, held, capacity } }: { event: EventSummary }) {
  const share = (count: number) => (capacity === 0 ? 0 : (100 * count) / capacity);
  return (
    <>
      <Text size="sm">
        {m.events_sold_of_all({ sold: formatCount(sold), capacity: formatCount(capacity) })}
      </Text>
      <Progress.Root size="xs" aria-hidden>
        <Progress.Section value={share(sold)} color="var(--ink)" />
        <Progress.Section value={share(held)} color="var(--ink-faint)" />
      </Progress.Root>
    </>
  );
}
