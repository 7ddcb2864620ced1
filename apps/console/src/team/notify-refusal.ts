import { notifications } from '@mantine/notifications';
import { m } from '../app/texts.ts';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** As `notifyFailure`, with the words of the team. */
export function notifyRefusal(error: unknown): void {
  notifications.show({
    title: m.app_failed(),
    message: wordsOfRefusal(error),
    color: 'var(--bad)',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': m.app_close() },
  });
}
