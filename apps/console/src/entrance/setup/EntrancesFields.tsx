import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { m } from '../../app/texts.ts';
import { useEntrance } from '../use-entrance.ts';
import { isActive } from '../words-of-entrance.ts';
import { newEntrance, type SetupForm, withoutEntrance } from './setup-form.ts';

/** As many as the office takes. */
const MOST_ENTRANCES = 50;

/** The places where people are let in. One at which devices are signed in can only be renamed. */
export function EntrancesFields({ form }: { form: UseFormReturnType<SetupForm> }) {
  const { entrances } = form.values;
  const devices = useEntrance().progress?.devices ?? [];
  const hasDevices = (entranceId: string) =>
    devices.some((each) => each.entranceId === entranceId && isActive(each));
  const isAnyInUse = entrances.length > 1 && entrances.some((each) => hasDevices(each.entranceId));
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        {m.entrance_entrances_hint()}
      </Text>
      {entrances.map(({ entranceId, name }, i) => (
        <Group key={entranceId} gap="xs" wrap="nowrap" align="flex-start" w="100%" maw="28rem">
          <TextInput
            aria-label={m.entrance_name_of({ number: i + 1 })}
            placeholder={m.entrance_name_example()}
            maxLength={60}
            style={{ flex: 1 }}
            {...form.getInputProps(`entrances.${i}.name`)}
          />
          {entrances.length === 1 ? null : (
            <ActionIcon
              color="bad"
              aria-label={m.entrance_remove({ name: name === '' ? String(i + 1) : name })}
              disabled={hasDevices(entranceId)}
              onClick={() => form.setValues(withoutEntrance(form.values, entranceId))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {isAnyInUse ? (
        <Text size="xs" c="dimmed">
          {m.entrance_in_use_hint()}
        </Text>
      ) : null}
      {entrances.length >= MOST_ENTRANCES ? null : (
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => form.insertListItem('entrances', newEntrance())}
        >
          {m.entrance_add_entrance()}
        </Button>
      )}
    </Stack>
  );
}
