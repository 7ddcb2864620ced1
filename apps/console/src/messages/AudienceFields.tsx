import type { EventInput } from '@onsale/contracts';
import { Checkbox, MultiSelect, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { m } from '../app/texts.ts';
import { LISTED_STATUSES } from '../orders/orders-search.ts';
import { wordsOfStatus } from '../orders/words-of-order.ts';
import type { MessageForm } from './message-form.ts';

/** To whom a message goes. */
export function AudienceFields({
  form,
  tickets,
}: {
  form: UseFormReturnType<MessageForm>;
  tickets: EventInput['tickets'];
}) {
  const known = tickets.map(({ id, name }) => ({ value: id, label: name }));
  const removed = form.values.ticketIds
    .filter((id) => !tickets.some((ticket) => ticket.id === id))
    .map((id) => ({ value: id, label: id }));
  return (
    <Stack gap="md">
      <Checkbox.Group label={m.messages_orders()} {...form.getInputProps('orders')}>
        <Stack gap="xs" mt={4}>
          {LISTED_STATUSES.map((state) => (
            <Checkbox key={state} value={state} label={wordsOfStatus(state)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <MultiSelect
        label={m.messages_types()}
        description={m.messages_types_hint()}
        data={[...known, ...removed]}
        clearable
        clearButtonProps={{ 'aria-label': m.messages_types_clear() }}
        {...form.getInputProps('ticketIds')}
      />
    </Stack>
  );
}
