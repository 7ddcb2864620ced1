import { Stack } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { MomentField } from '../fields/MomentField.tsx';
import { ZoneField } from '../fields/ZoneField.tsx';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { Columns } from './Columns.tsx';

/** When it takes place, and when it is on sale. */
export function TimesSection({ form }: { form: MantineEventForm }) {
  const { timeZone } = form.values;
  const field = (
    name: 'startsAt' | 'doorsAt' | 'endsAt' | 'namesUntil' | 'salesFrom' | 'salesTo',
  ) => ({
    timeZone,
    ...form.getInputProps(name),
  });
  return (
    <Stack>
      <ZoneField {...form.getInputProps('timeZone')} />
      <Columns>
        <MomentField label={m.events_starts()} withAsterisk {...field('startsAt')} />
        <MomentField label={m.events_doors()} {...field('doorsAt')} />
        <MomentField
          label={m.events_ends()}
          description={m.events_ends_hint()}
          {...field('endsAt')}
        />
      </Columns>
      <Columns>
        <MomentField
          label={m.events_sales_from()}
          description={m.events_sales_from_hint()}
          {...field('salesFrom')}
        />
        <MomentField
          label={m.events_sales_to()}
          description={m.events_sales_to_hint()}
          {...field('salesTo')}
        />
        <MomentField
          label={m.events_names_until()}
          description={m.events_names_until_hint()}
          {...field('namesUntil')}
        />
      </Columns>
    </Stack>
  );
}
