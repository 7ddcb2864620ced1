import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';

/** Terms of this event alone, instead of those of the shop. */
export function TermsSection({ form }: { form: MantineEventForm }) {
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {m.events_terms_hint()}
      </Text>
      <TextInput
        label={m.events_terms_version()}
        description={m.events_terms_version_hint()}
        placeholder="2027-01"
        maxLength={LONGEST.version}
        {...form.getInputProps('termsVersion')}
      />
      <Textarea
        label={m.events_terms()}
        description={m.events_terms_text_hint()}
        autosize
        minRows={4}
        maxRows={20}
        maxLength={LONGEST.terms}
        {...form.getInputProps('terms')}
      />
    </Stack>
  );
}
