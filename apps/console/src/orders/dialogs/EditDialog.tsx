import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { m } from '../../app/texts.ts';

/** A dialog with a form, and what is said when somebody else has changed the order meanwhile. */
export function EditDialog({
  title,
  submit,
  isDangerous = false,
  isBusy,
  isChangedMeanwhile = false,
  onSubmit,
  onClose,
  cancel = m.app_cancel(),
  children,
}: {
  title: string;
  /** What the button does. */
  submit: string;
  isDangerous?: boolean;
  isBusy: boolean;
  isChangedMeanwhile?: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  onClose: () => void;
  cancel?: string;
  children: ReactNode;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': m.app_close() }}
      // What was sent cannot be called back by closing the dialog.
      closeOnClickOutside={!isBusy}
      closeOnEscape={!isBusy}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {isChangedMeanwhile ? (
            <Alert color="warn" variant="light" role="alert">
              {m.orders_changed_meanwhile()}
            </Alert>
          ) : null}
          {children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose} disabled={isBusy}>
              {cancel}
            </Button>
            <Button type="submit" loading={isBusy} {...(isDangerous ? { color: 'bad' } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
