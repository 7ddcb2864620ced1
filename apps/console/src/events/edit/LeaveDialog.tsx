import { useBlocker } from '@tanstack/react-router';
import { m } from '../../app/texts.ts';
import { ConfirmDialog } from '../steps/ConfirmDialog.tsx';

/** Asks whoever leaves with something that is not saved; closing the window asks as browsers do. */
export function LeaveDialog({ isChanged }: { isChanged: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={status === 'blocked'}
      title={m.events_leave_title()}
      text={m.events_leave_text()}
      action={m.events_leave()}
      dismissal={m.events_stay()}
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    />
  );
}
