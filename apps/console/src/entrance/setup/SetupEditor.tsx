import { Button, Stack, Switch, TextInput } from '@mantine/core';
import { type EntranceOfEvent, officeApi } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { useMemo } from 'react';
import { asRead } from '../../app/as-read.ts';
import { m } from '../../app/texts.ts';
import { MomentField } from '../../events/fields/MomentField.tsx';
import { Columns } from '../../events/sections/Columns.tsx';
import { SettingsForm } from '../../settings/SettingsForm.tsx';
import { type SettingsKind, useSettings } from '../../settings/use-settings.ts';
import { Panel } from '../../ui/Panel.tsx';
import { entranceQuery } from '../entrance-queries.ts';
import { EntrancesFields } from './EntrancesFields.tsx';
import { type SetupForm, setupForm, setupOfForm, withoutStrayDays } from './setup-form.ts';
import { strayTypes } from './stray-days.ts';
import { StrayDaysNote } from './StrayDaysNote.tsx';
import { TypeFields } from './TypeFields.tsx';

/** The settings of an entrance. What another member saves meanwhile is brought together with what is typed. */
export function SetupEditor({ saved, timeZone }: { saved: EntranceOfEvent; timeZone: string }) {
  const { eventId, days, opensAt } = saved;
  const kind = useMemo(() => kindOf(eventId, timeZone), [eventId, timeZone]);
  const settings = useSettings(saved, kind);
  const { form } = settings;
  const { values } = form;
  const labels: Record<keyof SetupForm, string> = {
    ...{ entrances: m.entrance_entrances(), types: m.entrance_setup_types() },
    ...{ dayStartsAt: m.entrance_day_starts(), opensAt: m.entrance_opens() },
    namesOnDevices: m.entrance_names(),
  };
  return (
    <SettingsForm settings={settings} labels={labels}>
      <StrayDaysNote types={strayTypes(values.types, days)}>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => form.setValues(withoutStrayDays(values, days))}
        >
          {m.entrance_stray_remove()}
        </Button>
      </StrayDaysNote>
      <Panel title={labels.entrances}>
        <EntrancesFields form={form} />
      </Panel>
      <Panel title={m.entrance_setup_when()}>
        <Columns>
          <MomentField
            label={labels.opensAt}
            timeZone={timeZone}
            description={
              opensAt === undefined || saved.settings.opensAt !== undefined
                ? m.entrance_opens_hint()
                : m.entrance_opens_doors({ time: formatMinute(opensAt, timeZone) })
            }
            {...form.getInputProps('opensAt')}
          />
          <TextInput
            type="time"
            label={labels.dayStartsAt}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description={m.entrance_day_starts_hint()}
            {...form.getInputProps('dayStartsAt')}
          />
        </Columns>
      </Panel>
      <Panel title={labels.types}>
        <Stack gap="sm">
          {values.types.map((type, i) => (
            <TypeFields key={type.ticketId} form={form} i={i} days={days} />
          ))}
        </Stack>
      </Panel>
      <Panel title={m.entrance_setup_names()}>
        <Switch
          label={labels.namesOnDevices}
          description={m.entrance_names_hint()}
          {...form.getInputProps('namesOnDevices', { type: 'checkbox' })}
        />
      </Panel>
    </SettingsForm>
  );
}

function kindOf(eventId: string, timeZone: string): SettingsKind<EntranceOfEvent, SetupForm> {
  const path = { eventId };
  return {
    queryKey: entranceQuery(eventId).queryKey,
    read: () => officeApi.get('/v1/events/{eventId}/entrance', { path }),
    save: (form, revision) =>
      officeApi.put('/v1/events/{eventId}/entrance', {
        ...{ path, headers: asRead({ revision }), body: setupOfForm(form, timeZone) },
      }),
    formOf: (saved) => setupForm(saved, timeZone),
    check,
  };
}

function check({ entrances, dayStartsAt }: SetupForm): Record<string, string> {
  const missing = entrances.flatMap(({ name }, i) =>
    name.trim() === '' ? [[`entrances.${i}.name`, m.app_required()]] : [],
  );
  return {
    ...Object.fromEntries(missing),
    ...(dayStartsAt === '' ? { dayStartsAt: m.app_required() } : {}),
  };
}
