import { Input, MultiSelect, Paper, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { formatDay } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Columns } from '../../events/sections/Columns.tsx';
import type { SetupForm } from './setup-form.ts';

/** When and where the tickets of one type admit, and what is read with them. */
export function TypeFields({
  form,
  i,
  days,
}: {
  form: UseFormReturnType<SetupForm>;
  i: number;
  /** Of the event. */
  days: readonly string[];
}) {
  const { entrances, types } = form.values;
  const type = types[i];
  if (type === undefined) return null;
  const ofAnyUse = [...new Set([...days, ...type.days])].toSorted();
  return (
    <Paper withBorder p="sm" component="section" aria-label={type.name}>
      <Stack gap="sm">
        <Text fw={700}>{type.name}</Text>
        {ofAnyUse.length < 2 ? null : (
          <Columns>
            <Input.Wrapper
              label={m.entrance_admits()}
              labelElement="div"
              description={
                type.admits === 'daily' ? m.entrance_daily_hint() : m.entrance_once_hint()
              }
              inputWrapperOrder={['label', 'input', 'description']}
            >
              <div>
                <SegmentedControl
                  aria-label={m.entrance_admits()}
                  data={[
                    { value: 'once', label: m.entrance_once() },
                    { value: 'daily', label: m.entrance_daily() },
                  ]}
                  {...form.getInputProps(`types.${i}.admits`)}
                />
              </div>
            </Input.Wrapper>
            <MultiSelect
              label={m.entrance_on_days()}
              placeholder={type.days.length === 0 ? m.entrance_all_days() : ''}
              data={ofAnyUse.map((day) => ({ value: day, label: formatDay(day) }))}
              clearable
              {...form.getInputProps(`types.${i}.days`)}
            />
          </Columns>
        )}
        <Columns>
          {entrances.length < 2 ? null : (
            <MultiSelect
              label={m.entrance_at_entrances()}
              placeholder={type.entranceIds.length === 0 ? m.entrance_all_entrances() : ''}
              data={entrances.map(({ entranceId, name }) => ({
                ...{ value: entranceId, label: name },
              }))}
              clearable
              {...form.getInputProps(`types.${i}.entranceIds`)}
            />
          )}
          <TextInput
            label={m.entrance_note()}
            placeholder={m.entrance_note_example()}
            maxLength={120}
            {...form.getInputProps(`types.${i}.note`)}
          />
        </Columns>
      </Stack>
    </Paper>
  );
}
