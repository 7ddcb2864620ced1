import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * Asks before something that cannot be undone. What can be is better done at once, with an undo in the
 * notification.
 */
export function ConfirmDialog({
  isOpen,
  title,
  children,
  confirm,
  cancel,
  close,
  isDangerous = false,
  isBusy,
  onConfirm,
  onClose,
}: {
  isOpen: boolean;
  title: string;
  /** What will happen, with its numbers, and fields if it needs any. */
  children: ReactNode;
  /** What the button does, as a verb: never OK. */
  confirm: string;
  cancel: string;
  /** The name of the cross in the corner. */
  close: string;
  isDangerous?: boolean;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': close }}
      // What was sent cannot be called back by closing the dialog.
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        {children}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose} disabled={isBusy}>
            {cancel}
          </Button>
          <Button type="submit" loading={isBusy} {...(isDangerous ? { color: 'bad' } : {})}>
            {confirm}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
