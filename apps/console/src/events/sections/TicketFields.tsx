import { Button, Checkbox, Collapse, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { formatCount, formatPrice } from '@onsale/i18n';
import { useId } from 'react';
import { m } from '../../app/texts.ts';
import { AmountField } from '../fields/AmountField.tsx';
import { CountField } from '../fields/CountField.tsx';
import { MomentField } from '../fields/MomentField.tsx';
import type { TicketForm } from '../form/event-form.ts';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';
import { Columns } from './Columns.tsx';

/** One ticket type: a line, and all that can be said of it when it is open. */
export function TicketFields({
  form,
  i,
  isOpen,
  onToggle,
}: {
  form: MantineEventForm;
  i: number;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const panel = useId();
  const ticket = form.values.tickets[i];
  if (ticket === undefined) return null;
  const currency = ticket.currency || form.values.currency;
  return (
    <Paper withBorder p="sm" component="section" aria-label={ticket.name || m.events_new_ticket()}>
      <UnstyledButton w="100%" onClick={onToggle} aria-expanded={isOpen} aria-controls={panel}>
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Text fw={600}>{ticket.name || m.events_new_ticket()}</Text>
            <Text size="sm" c="dimmed">
              {summaryOf(ticket, currency)}
            </Text>
          </div>
          <IconChevronDown
            size={20}
            aria-hidden
            style={{ transform: isOpen ? 'rotate(180deg)' : 'none', flex: 'none' }}
          />
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen} id={panel}>
        {isOpen ? <TicketPanel form={form} i={i} ticket={ticket} currency={currency} /> : null}
      </Collapse>
    </Paper>
  );
}

function summaryOf({ price, capacity }: TicketForm, currency: string): string {
  if (price === '' && capacity === '') return m.events_ticket_empty();
  const shown = Number(price) === 0 ? m.events_free() : formatPrice(Number(price), currency);
  return m.events_ticket_summary({ price: shown, count: formatCount(Number(capacity)) });
}

function TicketPanel({
  form,
  i,
  ticket,
  currency,
}: {
  form: MantineEventForm;
  i: number;
  ticket: TicketForm;
  currency: string;
}) {
  const { timeZone, pools, tickets } = form.values;
  const at = (name: keyof TicketForm) => form.getInputProps(`tickets.${i}.${name}`);
  return (
    <Stack pt="sm">
      <TextInput
        label={m.events_ticket_name()}
        placeholder={m.events_ticket_name_example()}
        withAsterisk
        maxLength={LONGEST.name}
        {...at('name')}
      />
      <Columns>
        <AmountField
          label={m.events_price()}
          description={m.events_price_hint()}
          withAsterisk
          currency={currency}
          {...at('price')}
        />
        <CountField
          label={m.events_capacity()}
          description={m.events_capacity_hint()}
          withAsterisk
          {...at('capacity')}
        />
      </Columns>
      <Textarea
        label={m.events_ticket_description()}
        autosize
        minRows={2}
        maxLength={LONGEST.description}
        {...at('description')}
      />
      <Textarea
        label={m.events_ticket_holder_text()}
        description={m.events_ticket_holder_text_hint()}
        autosize
        minRows={2}
        maxLength={LONGEST.holderText}
        {...at('holderText')}
      />
      <Columns>
        <TextInput
          label={m.events_ticket_type()}
          description={m.events_ticket_type_hint()}
          placeholder="adult"
          maxLength={LONGEST.id}
          {...at('type')}
        />
        {pools.length === 0 ? null : (
          <Select
            label={m.events_ticket_pool()}
            description={m.events_ticket_pool_hint()}
            clearable
            data={pools.flatMap(({ id }) => (id === '' ? [] : id))}
            {...at('pool')}
            value={ticket.pool === '' ? null : ticket.pool}
            onChange={(pool) => form.setFieldValue(`tickets.${i}.pool`, pool ?? '')}
          />
        )}
        <MomentField label={m.events_sales_from()} timeZone={timeZone} {...at('salesFrom')} />
        <MomentField label={m.events_sales_to()} timeZone={timeZone} {...at('salesTo')} />
        <CountField label={m.events_min_per_order()} {...at('minPerOrder')} />
        <CountField label={m.events_max_per_order()} {...at('maxPerOrder')} />
        <AmountField
          label={m.events_ticket_fee()}
          description={m.events_ticket_fee_hint()}
          currency={currency}
          {...at('fee')}
        />
      </Columns>
      <Checkbox
        label={m.events_ticket_hidden()}
        description={m.events_ticket_hidden_hint()}
        checked={ticket.hidden}
        onChange={({ currentTarget }) =>
          form.setFieldValue(`tickets.${i}.hidden`, currentTarget.checked)
        }
      />
      <Group justify="space-between">
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArrowUp size={16} aria-hidden />}
            disabled={i === 0}
            onClick={() => form.reorderListItem('tickets', { from: i, to: i - 1 })}
          >
            {m.events_move_up()}
          </Button>
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconArrowDown size={16} aria-hidden />}
            disabled={i === tickets.length - 1}
            onClick={() => form.reorderListItem('tickets', { from: i, to: i + 1 })}
          >
            {m.events_move_down()}
          </Button>
        </Group>
        <Button
          variant="subtle"
          color="bad"
          size="compact-md"
          leftSection={<IconTrash size={16} aria-hidden />}
          disabled={tickets.length === 1}
          onClick={() => form.removeListItem('tickets', i)}
        >
          {m.events_remove()}
        </Button>
      </Group>
    </Stack>
  );
}
