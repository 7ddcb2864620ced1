import { Button, Group, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';
import classes from './SaveBar.module.css';

/** At the lower edge of the page: whether something is not saved yet, and what to do about it. */
export function SaveBar({
  isChanged,
  isSaving,
  onSave,
  onDiscard,
}: {
  isChanged: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  return (
    <div className={classes.bar} data-changed={isChanged}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status" c={isChanged ? 'bright' : 'dimmed'}>
          {isChanged ? m.events_unsaved() : m.events_all_saved()}
        </Text>
        <Group gap="xs">
          <Button variant="default" disabled={!isChanged || isSaving} onClick={onDiscard}>
            {m.events_discard()}
          </Button>
          <Button disabled={!isChanged} loading={isSaving} onClick={onSave}>
            {m.events_save()}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
