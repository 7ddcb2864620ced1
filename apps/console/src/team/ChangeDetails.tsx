import type { Activity } from '@onsale/api-client';
import { Button, Code, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { m } from '../app/texts.ts';
import { wordsOfAction } from './words-of-action.ts';

/** What something was before a change, and after it. */
export function ChangeDetails({ activity }: { activity: Activity }) {
  const [isOpen, { open, close }] = useDisclosure();
  const { action, before, after, requestId } = activity;
  if (before === undefined && after === undefined) return null;
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={open}>
        {m.team_details()}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={wordsOfAction(action)}
        size="lg"
        closeButtonProps={{ 'aria-label': m.app_close() }}
      >
        <Stack gap="sm">
          {before === undefined ? null : <Values label={m.team_before()} values={before} />}
          {after === undefined ? null : <Values label={m.team_after()} values={after} />}
          <Text size="xs" c="dimmed">
            {m.team_request({ id: requestId })}
          </Text>
        </Stack>
      </Modal>
    </>
  );
}

function Values({ label, values }: { label: string; values: object }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Code block tabIndex={0} aria-label={label}>
        {JSON.stringify(values, null, 2)}
      </Code>
    </div>
  );
}
