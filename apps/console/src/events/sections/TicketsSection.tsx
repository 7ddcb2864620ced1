import { Button, Input, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { m } from '../../app/texts.ts';
import { newTicket } from '../form/event-form.ts';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { TicketFields } from './TicketFields.tsx';

/** The ticket types: one is open at a time, or as many as have something to be put right. */
export function TicketsSection({ form }: { form: MantineEventForm }) {
  const { tickets } = form.values;
  const [open, setOpen] = useState(tickets.length === 1 ? tickets[0]?.key : undefined);
  const hasProblem = (i: number) =>
    Object.keys(form.errors).some((path) => path.startsWith(`tickets.${i}.`));
  return (
    <Stack gap="sm">
      {tickets.map((ticket, i) => (
        <TicketFields
          key={ticket.key}
          form={form}
          i={i}
          isOpen={ticket.key === open || hasProblem(i)}
          onToggle={() => setOpen(ticket.key === open ? undefined : ticket.key)}
        />
      ))}
      <Input.Error>{form.errors['tickets']}</Input.Error>
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => {
          const ticket = newTicket();
          form.insertListItem('tickets', ticket);
          setOpen(ticket.key);
        }}
      >
        {m.events_add_ticket()}
      </Button>
    </Stack>
  );
}
