import { useBlocker } from '@tanstack/react-router';
import { m } from '../../app/texts.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

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
      confirm={m.events_leave()}
      cancel={m.events_stay()}
      close={m.app_close()}
      isBusy={false}
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      {m.events_leave_text()}
    </ConfirmDialog>
  );
}
