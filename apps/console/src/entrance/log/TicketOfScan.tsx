import { Text } from '@mantine/core';
import type { LoggedScan } from '@onsale/api-client';
import { TextLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { useEntrance } from '../use-entrance.ts';

/** The ticket that was read, with the ways to its order and to whatever else was scanned of it. */
export function TicketOfScan({ scan }: { scan: LoggedScan }) {
  const { eventId } = useEntrance();
  const may = useMay();
  const { ticketType, place, orderId, ticket } = scan;
  if (ticketType === undefined || place === undefined) {
    return (
      <Text span size="sm" c="dimmed">
        {m.entrance_ticket_unknown()}
      </Text>
    );
  }
  return (
    <>
      <Text span size="sm" fw={600}>
        {m.entrance_ticket_of({ type: ticketType, place })}
      </Text>
      <Text size="xs" fw={400}>
        {orderId !== undefined && may('orders.read', eventId) ? (
          <TextLink to="/orders/$orderId" params={{ orderId }} size="xs" me="sm" underline="always">
            {m.entrance_to_order()}
          </TextLink>
        ) : null}
        {ticket === undefined ? null : (
          <TextLink
            to="/events/$eventId/entrance/log"
            params={{ eventId }}
            search={{ ticket }}
            size="xs"
            underline="always"
          >
            {m.entrance_to_scans()}
          </TextLink>
        )}
      </Text>
    </>
  );
}
