import { Button, Stack, Text } from '@mantine/core';
import { m } from '../app/texts.ts';
import { CopyField } from '../team/CopyField.tsx';

/** A secret, the only time that it can be seen. */
export function SecretView({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Stack>
      <CopyField label={m.webhooks_secret()} value={secret} />
      <Text size="sm">{m.webhooks_secret_about()}</Text>
      <Button onClick={onClose}>{m.app_close()}</Button>
    </Stack>
  );
}
