import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { m } from '../../app/texts.ts';
import { CountField } from '../fields/CountField.tsx';
import { newPool } from '../form/event-form.ts';
import { LONGEST, type MantineEventForm } from '../form/form-of-mantine.ts';

/** Capacities that several ticket types share. */
export function PoolsSection({ form }: { form: MantineEventForm }) {
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {m.events_pools_hint()}
      </Text>
      {form.values.pools.map((pool, i) => (
        <Group key={pool.key} align="flex-start" wrap="nowrap" gap="sm">
          <TextInput
            label={m.events_pool_id()}
            placeholder={m.events_pool_id_example()}
            disabled={pool.isKept}
            maxLength={LONGEST.id}
            style={{ flex: 2 }}
            {...form.getInputProps(`pools.${i}.id`)}
          />
          <CountField
            label={m.events_pool_capacity()}
            style={{ flex: 1 }}
            {...form.getInputProps(`pools.${i}.capacity`)}
          />
          <ActionIcon
            variant="subtle"
            color="bad"
            size="lg"
            mt={26}
            aria-label={m.events_remove_item({ item: pool.id || m.events_pool_id() })}
            onClick={() => form.removeListItem('pools', i)}
          >
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => form.insertListItem('pools', newPool())}
      >
        {m.events_add_pool()}
      </Button>
    </Stack>
  );
}
