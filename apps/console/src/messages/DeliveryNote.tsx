import { Alert } from '@mantine/core';
import { IconMailPause } from '@tabler/icons-react';
import { m } from '../app/texts.ts';

/** What a member must know before they rely on a message. */
export function DeliveryNote() {
  return (
    <Alert color="warn" variant="light" mb="md" icon={<IconMailPause aria-hidden />}>
      {m.messages_delivery()}
    </Alert>
  );
}
