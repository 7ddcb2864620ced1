import { Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';

/** Codes for the day on which the telephone is lost; they are shown once. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = codes.join('\n');
  return (
    <Stack>
      <Text size="sm">{m.team_backup_codes_about()}</Text>
      <Code block tabIndex={0} aria-label={m.team_backup_codes()}>
        {text}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? m.team_copied() : m.team_copy()}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{m.team_kept()}</Button>
      </Group>
    </Stack>
  );
}
