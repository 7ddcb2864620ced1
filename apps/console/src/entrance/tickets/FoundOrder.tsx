import type { CheckInRecord, FoundTicket } from '@onsale/api-client';
import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { formatDay } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TextLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { entranceQuery } from '../entrance-queries.ts';
import { inOneLine } from '../in-one-line.ts';
import { useClock, useEntrance, useEntranceNames } from '../use-entrance.ts';
import { CheckInDialog } from './CheckInDialog.tsx';
import classes from './FoundOrder.module.css';
import { UndoDialog } from './UndoDialog.tsx';

type Open = { ticket: FoundTicket; undone?: CheckInRecord };

/** Tickets of one order: whose they are, whether they are in, and the buttons that change it. */
export function FoundOrder({ tickets }: { tickets: [FoundTicket, ...FoundTicket[]] }) {
  const { eventId } = useEntrance();
  const may = useMay();
  const [open, setOpen] = useState<Open>();
  const [{ orderId, buyer, email }] = tickets;
  const close = () => setOpen(undefined);
  return (
    <Card component="section" padding="md" aria-label={buyer}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Text fw={700}>{buyer}</Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {email}
          </Text>
        </div>
        {may('orders.read', eventId) ? (
          <TextLink to="/orders/$orderId" params={{ orderId }} size="sm" underline="always">
            {m.entrance_to_order()}
          </TextLink>
        ) : null}
      </Group>
      <Stack component="ul" gap={0} mt="xs" p={0} className={classes['tickets'] ?? ''}>
        {tickets.map((ticket) => (
          <Ticket key={ticket.ticket} ticket={ticket} onOpen={setOpen} />
        ))}
      </Stack>
      {open === undefined ? null : open.undone === undefined ? (
        <CheckInDialog ticket={open.ticket} onClose={close} />
      ) : (
        <UndoDialog ticket={open.ticket} checkIn={open.undone} onClose={close} />
      )}
    </Card>
  );
}

function Ticket({ ticket, onOpen }: { ticket: FoundTicket; onOpen: (open: Open) => void }) {
  const { type, place, of, name, note, state, checkIns } = ticket;
  const isIn = useIsIn();
  return (
    <li className={classes['ticket']}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{m.entrance_ticket_place({ type, place, of })}</Text>
          {name === undefined ? null : <Text size="sm">{name}</Text>}
          {note === undefined ? null : (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
        </div>
        {state !== 'valid' ? (
          <Badge color="bad">
            {state === 'refunded' ? m.entrance_state_refunded() : m.entrance_state_cancelled()}
          </Badge>
        ) : isIn(ticket) ? (
          <Badge color="good">{m.entrance_state_in()}</Badge>
        ) : (
          <Button
            aria-label={m.entrance_check_in_named({ type, place, of })}
            onClick={() => onOpen({ ticket })}
          >
            {m.entrance_check_in()}
          </Button>
        )}
      </Group>
      {checkIns.map((checkIn) => (
        <CheckIn
          key={`${checkIn.day} ${checkIn.at}`}
          checkIn={checkIn}
          onUndo={() => onOpen({ ticket, undone: checkIn })}
        />
      ))}
    </li>
  );
}

function CheckIn({ checkIn, onUndo }: { checkIn: CheckInRecord; onUndo: () => void }) {
  const { at, entranceId, device, day } = checkIn;
  const clock = useClock();
  const nameOf = useEntranceNames();
  const where = entranceId === undefined ? undefined : nameOf(entranceId);
  return (
    <Group gap="xs" mt={4}>
      <Text size="sm">{inOneLine(m.entrance_in_at({ time: clock(at) }), where, device)}</Text>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={m.entrance_undo_named({ day: formatDay(day) })}
        onClick={onUndo}
      >
        {m.entrance_undo()}
      </Button>
    </Group>
  );
}

/** Whether a ticket has used up what it admits to today. */
function useIsIn(): (ticket: FoundTicket) => boolean {
  const { eventId } = useEntrance();
  const entrance = useQuery(entranceQuery(eventId)).data;
  return ({ ticketId, checkIns }) => {
    const rule = entrance?.settings.types.find((each) => each.ticketId === ticketId);
    if (rule?.admits !== 'daily') return checkIns.length > 0;
    return checkIns.some(({ day }) => day === entrance?.today);
  };
}
