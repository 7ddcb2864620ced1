import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { m } from '../../app/texts.ts';
import { AmountField } from '../fields/AmountField.tsx';
import { CountField } from '../fields/CountField.tsx';
import { newTicket } from '../form/event-form.ts';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';
import classes from './QuickTickets.module.css';

/** Ticket types with what each must have: name, price and number. */
export function QuickTickets({ form }: { form: MantineEventForm }) {
  const { tickets, currency } = form.values;
  return (
    <Stack gap="sm">
      {tickets.map((ticket, i) => (
        <Group key={ticket.key} gap="xs" align="flex-start" wrap="nowrap">
          <div className={classes.row}>
            <TextInput
              label={m.events_ticket_name()}
              placeholder={m.events_ticket_name_example()}
              maxLength={LONGEST.name}
              className={classes.name ?? ''}
              {...form.getInputProps(`tickets.${i}.name`)}
            />
            <AmountField
              label={m.events_price()}
              currency={currency}
              {...form.getInputProps(`tickets.${i}.price`)}
            />
            <CountField
              label={m.events_capacity()}
              {...form.getInputProps(`tickets.${i}.capacity`)}
            />
          </div>
          {tickets.length === 1 ? null : (
            <ActionIcon
              color="bad"
              mt={26}
              aria-label={m.events_remove_item({ item: ticket.name || m.events_new_ticket() })}
              onClick={() => form.removeListItem('tickets', i)}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => form.insertListItem('tickets', newTicket())}
      >
        {m.events_add_ticket()}
      </Button>
    </Stack>
  );
}
