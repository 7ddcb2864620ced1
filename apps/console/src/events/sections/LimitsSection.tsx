import { Stack, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { CountField } from '../fields/CountField.tsx';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { Columns } from './Columns.tsx';

/** How much one order, one customer and one network address may have. */
export function LimitsSection({ form }: { form: MantineEventForm }) {
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {m.events_limits_hint()}
      </Text>
      <Columns>
        <CountField label={m.events_min_per_order()} {...form.getInputProps('minPerOrder')} />
        <CountField label={m.events_max_per_order()} {...form.getInputProps('maxPerOrder')} />
        <CountField
          label={m.events_max_per_customer()}
          description={m.events_max_per_customer_hint()}
          {...form.getInputProps('maxPerCustomer')}
        />
        <CountField
          label={m.events_max_holds()}
          description={m.events_max_holds_hint()}
          {...form.getInputProps('maxHoldsPerCustomer')}
        />
        <CountField
          label={m.events_max_holds_client()}
          description={m.events_max_holds_client_hint()}
          {...form.getInputProps('maxHoldsPerClient')}
        />
      </Columns>
    </Stack>
  );
}
