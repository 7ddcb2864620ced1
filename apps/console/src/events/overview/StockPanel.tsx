import { Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import type { OfficeEvent } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { useState } from 'react';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { CapacityDialog, type CapacityOf } from './CapacityDialog.tsx';

/** What is sold, on hold and left of each ticket type and pool, and how to offer more or fewer. */
export function StockPanel({ event }: { event: OfficeEvent }) {
  const [changed, setChanged] = useState<CapacityOf>();
  const mayChange =
    useMay()('events.write', event.eventId) && !/^(cancelled|archived)$/.test(event.status);
  const change = mayChange ? setChanged : undefined;
  const { currency, tickets } = event.event;
  return (
    <Paper withBorder p="md" component="section" aria-label={m.events_tickets()}>
      <Title order={2} size="h4" mb="sm">
        {m.events_tickets()}
      </Title>
      <Stack gap="md">
        {event.tickets.map((books) => {
          const ticket = tickets.find(({ id }) => id === books.id);
          const price = Number(ticket?.price ?? 0);
          const shown =
            price === 0 ? m.events_free() : formatPrice(price, ticket?.currency ?? currency);
          return (
            <Books
              key={books.id}
              what={{ of: 'ticket', name: ticket?.name ?? books.id, ...books }}
              note={shown}
              held={books.held}
              sold={books.sold}
              onChange={change}
            />
          );
        })}
        {event.pools.map((books) => (
          <Books
            key={books.id}
            what={{ of: 'pool', name: books.id, ...books }}
            note={m.events_ticket_pool()}
            held={books.held}
            sold={books.sold}
            onChange={change}
          />
        ))}
      </Stack>
      {changed === undefined ? null : (
        <CapacityDialog event={event} what={changed} onClose={() => setChanged(undefined)} />
      )}
    </Paper>
  );
}

function Books({
  what,
  note,
  held,
  sold,
  onChange,
}: {
  what: CapacityOf;
  note: string;
  held: number;
  sold: number;
  onChange: ((what: CapacityOf) => void) | undefined;
}) {
  const share = (count: number) => (what.capacity === 0 ? 0 : (100 * count) / what.capacity);
  const counts = [
    m.events_sold_of_all({ sold: formatCount(sold), capacity: formatCount(what.capacity) }),
    ...(held === 0 ? [] : [m.events_held({ count: formatCount(held) })]),
    m.events_left({ count: formatCount(what.remaining) }),
  ];
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>
            {what.name} <Text span c="dimmed" fw={400}>{`· ${note}`}</Text>
          </Text>
          <Text size="sm">{counts.join(' · ')}</Text>
        </div>
        {onChange === undefined ? null : (
          <Button
            variant="default"
            size="compact-md"
            style={{ flex: 'none' }}
            aria-label={`${m.events_more_tickets()}: ${what.name}`}
            onClick={() => onChange(what)}
          >
            +/−
          </Button>
        )}
      </Group>
      <Progress.Root size="sm" mt={4} aria-hidden>
        <Progress.Section value={share(sold)} color="var(--ink)" />
        <Progress.Section value={share(held)} color="var(--ink-faint)" />
      </Progress.Root>
    </div>
  );
}
