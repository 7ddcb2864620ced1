import { ApiError } from '@onsale/api-client';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { m } from './texts.ts';

/** Long enough to read it, and to decide that it was a mistake. */
const SHOWN_MS = 8000;

/** Says what was done; `undo` puts it back, while it can be. */
export function notifyDone(message: string, undo?: () => Promise<unknown>): void {
  const id = notifications.show({
    message:
      undo === undefined ? (
        message
      ) : (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text size="sm">{message}</Text>
          <Button
            size="compact-sm"
            variant="outline"
            onClick={() => {
              notifications.hide(id);
              undo().catch(notifyFailure);
            }}
          >
            {m.app_undo()}
          </Button>
        </Group>
      ),
    icon: <IconCheck size={18} aria-hidden />,
    color: 'var(--good)',
    autoClose: SHOWN_MS,
    role: 'status',
    closeButtonProps: { 'aria-label': m.app_close() },
  });
}

/** Says why something was not done. It stays until it is closed. */
export function notifyFailure(error: unknown): void {
  notifications.show({
    title: m.app_failed(),
    message: wordsOfFailure(error),
    icon: <IconAlertTriangle size={18} aria-hidden />,
    color: 'var(--bad)',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': m.app_close() },
  });
}

/** Why something was not done, as a sentence. */
export function wordsOfFailure(error: unknown): string {
  if (!(error instanceof ApiError)) return m.app_failed_network();
  switch (error.code) {
    case 'ETAG_MISMATCH':
      return m.app_changed_meanwhile();
    case 'NOT_ALLOWED':
      return m.app_not_allowed_text();
    default:
      return error.details.map(({ message }) => message).join(' ') || error.message;
  }
}
