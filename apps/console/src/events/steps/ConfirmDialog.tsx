import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { m } from '../../app/texts.ts';

/** Asks once more before something that can't simply be taken back. */
export function ConfirmDialog({
  title,
  text,
  action,
  dismissal = m.app_cancel(),
  color,
  isOpen,
  isPending = false,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  /** What the button says. */
  action: string;
  /** What the other button says. */
  dismissal?: string;
  color?: 'bad';
  isOpen: boolean;
  isPending?: boolean;
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <Stack>
        <Text>{text}</Text>
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {dismissal}
          </Button>
          <Button
            loading={isPending}
            onClick={onConfirm}
            data-autofocus
            {...(color === undefined ? {} : { color })}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
