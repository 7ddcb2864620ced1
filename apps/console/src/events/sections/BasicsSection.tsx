import { Autocomplete, Stack, Textarea, TextInput } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { CountField } from '../fields/CountField.tsx';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';
import { PictureField } from '../picture/PictureField.tsx';
import { Columns } from './Columns.tsx';

/** What it is, and where. */
export function BasicsSection({ form }: { form: MantineEventForm }) {
  return (
    <Stack>
      <TextInput
        label={m.events_name()}
        withAsterisk
        maxLength={LONGEST.name}
        {...form.getInputProps('name')}
      />
      <Columns>
        <TextInput
          label={m.events_venue()}
          withAsterisk
          maxLength={LONGEST.name}
          {...form.getInputProps('venue')}
        />
        <TextInput
          label={m.events_city()}
          maxLength={LONGEST.name}
          {...form.getInputProps('city')}
        />
      </Columns>
      <Autocomplete
        label={m.events_category()}
        description={m.events_category_hint()}
        data={[
          ...[
            m.events_category_concert(),
            m.events_category_festival(),
            m.events_category_theatre(),
          ],
          ...[m.events_category_party(), m.events_category_sport(), m.events_category_fair()],
        ]}
        maxLength={LONGEST.name}
        {...form.getInputProps('category')}
      />
      <Textarea
        label={m.events_description()}
        description={m.events_description_hint()}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={LONGEST.description}
        {...form.getInputProps('description')}
      />
      <PictureField {...form.getInputProps('picture')} />
      <Columns>
        <CountField label={m.events_minimum_age()} {...form.getInputProps('minimumAge')} />
        <TextInput
          label={m.events_age_note()}
          placeholder={m.events_age_note_example()}
          maxLength={LONGEST.name}
          {...form.getInputProps('ageNote')}
        />
      </Columns>
    </Stack>
  );
}
