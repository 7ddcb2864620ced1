import type { Desk } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { ActionIcon, Group, Text } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { m } from '../../app/texts.ts';

type Ticket = Desk['tickets'][number];

/** How many of one ticket type. */
export function TicketStepper({
  ticket,
  currency,
  count,
  onChange,
}: {
  ticket: Ticket;
  currency: string;
  count: number;
  onChange: (count: number) => void;
}) {
  const { name, price, remaining, onSale } = ticket;
  const canHaveMore = onSale && count < remaining;
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {formatPrice(price, currency)} · {wordsOfRest(ticket)}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          size="xl"
          variant="default"
          aria-label={m.orders_desk_fewer({ ticket: name })}
          disabled={count === 0}
          onClick={() => onChange(count - 1)}
        >
          <IconMinus size={20} aria-hidden />
        </ActionIcon>
        <Text
          w="2.5rem"
          ta="center"
          size="lg"
          fw={700}
          aria-live="polite"
          aria-label={`${m.orders_desk_qty({ ticket: name })}: ${count}`}
          role="status"
        >
          {count}
        </Text>
        <ActionIcon
          size="xl"
          variant="default"
          aria-label={m.orders_desk_one_more({ ticket: name })}
          disabled={!canHaveMore}
          onClick={() => onChange(count + 1)}
        >
          <IconPlus size={20} aria-hidden />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function wordsOfRest({ remaining, onSale }: Ticket): string {
  if (!onSale) return m.orders_desk_closed();
  if (remaining === 0) return m.orders_desk_sold_out();
  return m.orders_desk_left({ count: remaining, text: formatCount(remaining) });
}
