import { Checkbox, Stack, TagsInput } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { AmountField } from '../fields/AmountField.tsx';
import { CountField } from '../fields/CountField.tsx';
import { CurrencyField } from '../fields/CurrencyField.tsx';
import { DecimalField } from '../fields/DecimalField.tsx';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { Columns } from './Columns.tsx';

const KNOWN = new Set(['online', 'manual']);

/** How buyers pay, and what is contained in the price. */
export function PaymentSection({ form }: { form: MantineEventForm }) {
  const { paymentMethods, currency } = form.values;
  const has = (method: string) => paymentMethods.includes(method);
  const set = (methods: string[]) => form.setFieldValue('paymentMethods', methods);
  const others = paymentMethods.filter((method) => !KNOWN.has(method));
  return (
    <Stack>
      <CurrencyField {...form.getInputProps('currency')} />
      <Checkbox.Group
        label={m.events_methods()}
        description={m.events_methods_hint()}
        value={paymentMethods.filter((method) => KNOWN.has(method))}
        onChange={(known) => set([...known, ...others])}
        error={form.errors['paymentMethods']}
      >
        <Stack gap="xs" mt="xs">
          <Checkbox
            value="online"
            label={m.events_method_online()}
            description={m.events_method_online_hint()}
          />
          <Checkbox
            value="manual"
            label={m.events_method_manual()}
            description={m.events_method_manual_hint()}
          />
        </Stack>
      </Checkbox.Group>
      <TagsInput
        label={m.events_methods_other()}
        description={m.events_methods_other_hint()}
        value={others}
        onChange={(next) => set([...paymentMethods.filter((each) => KNOWN.has(each)), ...next])}
      />
      <Columns>
        {has('online') ? (
          <DecimalField
            label={m.events_hold_minutes()}
            description={m.events_hold_minutes_hint()}
            placeholder="15"
            {...form.getInputProps('holdMinutes')}
          />
        ) : null}
        {has('manual') ? (
          <CountField
            label={m.events_manual_days()}
            description={m.events_manual_days_hint()}
            placeholder="7"
            {...form.getInputProps('manualHoldDays')}
          />
        ) : null}
        <DecimalField
          label={m.events_tax_rate()}
          description={m.events_tax_rate_hint()}
          rightSection="%"
          {...form.getInputProps('taxRate')}
        />
        <AmountField
          label={m.events_fee()}
          description={m.events_fee_hint()}
          currency={currency}
          {...form.getInputProps('fee')}
        />
      </Columns>
    </Stack>
  );
}
