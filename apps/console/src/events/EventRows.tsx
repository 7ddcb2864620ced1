import { Card, Group, Progress, Stack, Table, Text } from '@mantine/core';
import type { EventSummary } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useMediaQuery } from '@mantine/hooks';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { StatusBadge } from './StatusBadge.tsx';
import { placeOf, startOf } from './words-of-event.ts';

/** Events in a table, and on a phone as cards. */
export function EventRows({ events }: { events: readonly EventSummary[] }) {
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (!isWide) {
    return (
      <Stack gap="sm">
        {events.map((event) => (
          <EventCard key={event.eventId} event={event} />
        ))}
      </Stack>
    );
  }
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{m.events_column_event()}</Table.Th>
          <Table.Th>{m.events_column_when()}</Table.Th>
          <Table.Th>{m.events_column_status()}</Table.Th>
          <Table.Th w="14rem">{m.events_column_sold()}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event) => (
          <Table.Tr key={event.eventId}>
            <Table.Td>
              <EventName event={event} />
              <Text size="sm" c="dimmed">
                {placeOf(event)}
              </Text>
            </Table.Td>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>{startOf(event)}</Table.Td>
            <Table.Td>
              <StatusBadge status={event.status} />
            </Table.Td>
            <Table.Td>
              <Sold event={event} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function EventCard({ event }: { event: EventSummary }) {
  return (
    <Card withBorder p="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <EventName event={event} />
        <StatusBadge status={event.status} />
      </Group>
      <Text size="sm">{startOf(event)}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {placeOf(event)}
      </Text>
      <Sold event={event} />
    </Card>
  );
}

function EventName({ event: { eventId, name } }: { event: EventSummary }) {
  return (
    <TextLink to="/events/$eventId" params={{ eventId }} fw={600}>
      {name}
    </TextLink>
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
