import { Stack, Textarea, TextInput } from '@mantine/core';
import { officeApi, type Seller } from '@onsale/api-client';
import { asRead } from '../app/as-read.ts';
import { sellerQuery } from '../events/event-queries.ts';
import { Columns } from '../events/sections/Columns.tsx';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { type SellerForm, sellerForm, sellerOfForm } from './settings-form.ts';
import { SettingsForm } from './SettingsForm.tsx';
import { TermsVersions } from './TermsVersions.tsx';
import { type SettingsKind, useSettings } from './use-settings.ts';

const TEXT_CHARACTERS = 20_000;

const KIND: SettingsKind<Seller, SellerForm> = {
  queryKey: sellerQuery.queryKey,
  read: () => officeApi.get('/v1/seller'),
  save: (form, revision) =>
    officeApi.put('/v1/seller', {
      headers: asRead({ revision }),
      body: sellerOfForm(form),
    }),
  formOf: sellerForm,
  check: (form, saved) => ({
    ...(form.name.trim() === '' ? { name: m.app_required() } : {}),
    ...checkTerms(form, saved),
  }),
};

function checkTerms(form: SellerForm, saved: SellerForm): Record<string, string> {
  const hasVersion = form.termsVersion.trim() !== '';
  const hasText = form.termsText.trim() !== '';
  if (hasText && !hasVersion) return { termsVersion: m.settings_terms_needs_version() };
  if (hasVersion && !hasText) return { termsText: m.app_required() };
  const isOther = form.termsText.trim() !== saved.termsText.trim();
  if (hasText && isOther && form.termsVersion.trim() === saved.termsVersion.trim()) {
    return { termsVersion: m.settings_terms_new_version() };
  }
  return {};
}

/** What buyers read of who sells, and what applies to all events. */
export function ShopForm({ saved }: { saved: Seller }) {
  const settings = useSettings(saved, KIND);
  const { form } = settings;
  const labels: Record<keyof SellerForm, string> = {
    ...{ name: m.settings_name(), contactEmail: m.settings_contact() },
    ...{ website: m.settings_website(), imprint: m.settings_imprint() },
    ...{ privacy: m.settings_privacy(), accessibility: m.settings_accessibility() },
    ...{ refunds: m.settings_refunds(), termsVersion: m.settings_terms_version() },
    termsText: m.settings_terms(),
  };
  const text = (name: keyof SellerForm, description: string) => (
    <Textarea
      label={labels[name]}
      description={description}
      autosize
      minRows={3}
      maxRows={16}
      maxLength={TEXT_CHARACTERS}
      {...form.getInputProps(name)}
    />
  );
  return (
    <SettingsForm settings={settings} labels={labels}>
      <Panel title={m.settings_shop()}>
        <Stack>
          <TextInput
            label={labels.name}
            description={m.settings_name_hint()}
            required
            maxLength={200}
            {...form.getInputProps('name')}
          />
          <Columns>
            <TextInput
              type="email"
              label={labels.contactEmail}
              description={m.settings_contact_hint()}
              maxLength={254}
              {...form.getInputProps('contactEmail')}
            />
            <TextInput
              type="url"
              label={labels.website}
              description={m.settings_website_hint()}
              placeholder="https://"
              maxLength={1000}
              {...form.getInputProps('website')}
            />
          </Columns>
        </Stack>
      </Panel>
      <Panel title={m.settings_texts()}>
        <Stack>
          {text('imprint', m.settings_imprint_hint())}
          {text('privacy', m.settings_privacy_hint())}
          {text('refunds', m.settings_refunds_hint())}
          {text('accessibility', m.settings_accessibility_hint())}
        </Stack>
      </Panel>
      <Panel title={m.settings_terms()}>
        <Stack>
          <TextInput
            label={labels.termsVersion}
            description={m.settings_terms_version_hint()}
            placeholder="2027-01"
            maxLength={64}
            {...form.getInputProps('termsVersion')}
          />
          {text('termsText', m.settings_terms_hint())}
          <TermsVersions />
        </Stack>
      </Panel>
    </SettingsForm>
  );
}
