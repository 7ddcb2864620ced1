import { MultiSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { officeApi, type OfficeSettings } from '@onsale/api-client';
import { asRead } from '../app/as-read.ts';
import { shopSettingsQuery } from '../events/event-queries.ts';
import { CountField } from '../events/fields/CountField.tsx';
import { CurrencyField } from '../events/fields/CurrencyField.tsx';
import { decimalMark } from '../events/fields/decimal-mark.ts';
import { ZoneField } from '../events/fields/ZoneField.tsx';
import { Columns } from '../events/sections/Columns.tsx';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { type OfficeForm, officeForm, officeOfForm } from './settings-form.ts';
import { SettingsForm } from './SettingsForm.tsx';
import { type SettingsKind, useSettings } from './use-settings.ts';

const KIND: SettingsKind<OfficeSettings, OfficeForm> = {
  queryKey: shopSettingsQuery.queryKey,
  read: () => officeApi.get('/v1/settings'),
  save: (form, revision) =>
    officeApi.put('/v1/settings', {
      headers: asRead({ revision }),
      body: officeOfForm(form),
    }),
  formOf: officeForm,
  check: (form) => ({
    ...(form.keepDays === '' ? { keepDays: m.app_required() } : {}),
    ...(form.languages.length === 0 ? { languages: m.app_required() } : {}),
  }),
};

/** What no buyer reads: mails, invoices, new events, and how long orders stay. */
export function OfficeSettingsForm({ saved }: { saved: OfficeSettings }) {
  const settings = useSettings(saved, KIND);
  const { form } = settings;
  const labels: Record<keyof OfficeForm, string> = {
    ...{ senderName: m.settings_sender_name(), senderEmail: m.settings_sender_email() },
    ...{ replyTo: m.settings_reply_to(), legalName: m.settings_legal_name() },
    ...{ postalAddress: m.settings_postal_address(), vatId: m.settings_vat_id() },
    ...{ taxNumber: m.settings_tax_number(), languages: m.settings_languages() },
    ...{ keepDays: m.settings_keep_days(), venue: m.events_venue(), city: m.events_city() },
    ...{ timeZone: m.events_zone(), currency: m.events_currency(), taxRate: m.events_tax_rate() },
  };
  const line = (name: keyof OfficeForm, hint?: string, type = 'text') => (
    <TextInput
      type={type}
      label={labels[name]}
      maxLength={type === 'email' ? 254 : 200}
      {...(hint === undefined ? {} : { description: hint })}
      {...form.getInputProps(name)}
    />
  );
  // Nothing chosen is an empty text in the form.
  const choice = (name: 'timeZone' | 'currency') => ({
    ...form.getInputProps(name),
    clearable: form.values[name] !== '',
    onChange: (value: string | null) => form.setFieldValue(name, value ?? ''),
  });
  return (
    <SettingsForm settings={settings} labels={labels}>
      <Panel title={m.settings_mails()}>
        <Stack>
          <Columns>
            {line('senderName', m.settings_sender_name_hint())}
            {line('senderEmail', m.settings_sender_email_hint(), 'email')}
            {line('replyTo', m.settings_reply_to_hint(), 'email')}
            <MultiSelect
              label={labels.languages}
              description={m.settings_languages_hint()}
              data={[
                { value: 'en', label: 'English' },
                { value: 'de', label: 'Deutsch' },
                { value: 'fr', label: 'Français' },
              ]}
              {...form.getInputProps('languages')}
            />
          </Columns>
        </Stack>
      </Panel>
      <Panel title={m.settings_invoices()}>
        <Stack>
          {line('legalName', m.settings_legal_name_hint())}
          <Textarea
            label={labels.postalAddress}
            autosize
            minRows={3}
            maxLength={1000}
            {...form.getInputProps('postalAddress')}
          />
          <Columns>
            {line('vatId')}
            {line('taxNumber')}
          </Columns>
        </Stack>
      </Panel>
      <Panel title={m.settings_new_events()}>
        <Stack>
          <Columns>
            {line('venue')}
            {line('city')}
            <ZoneField {...choice('timeZone')} />
            <CurrencyField {...choice('currency')} />
            <NumberInput
              label={labels.taxRate}
              suffix=" %"
              hideControls
              clampBehavior="none"
              decimalScale={3}
              decimalSeparator={decimalMark()}
              allowedDecimalSeparators={[',', '.']}
              {...form.getInputProps('taxRate')}
            />
          </Columns>
        </Stack>
      </Panel>
      <Panel title={m.settings_data()}>
        <CountField
          label={labels.keepDays}
          description={m.settings_keep_days_hint()}
          required
          {...form.getInputProps('keepDays')}
        />
      </Panel>
    </SettingsForm>
  );
}
