import { Stack, Text } from '@mantine/core';
import { ApiError, type CheckInRecord, type FoundTicket, officeApi } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ENTRANCE_KEY } from '../entrance-queries.ts';
import { useClock, useEntrance } from '../use-entrance.ts';
import { WhyField } from './WhyField.tsx';

/** Takes back that a ticket was let in, with the reason. */
export function UndoDialog({
  ticket: { ticket, type, place, of },
  checkIn,
  onClose,
}: {
  ticket: FoundTicket;
  checkIn: CheckInRecord;
  onClose: () => void;
}) {
  const { eventId } = useEntrance();
  const clock = useClock();
  const client = useQueryClient();
  const [why, setWhy] = useState('');
  const [isMissing, setMissing] = useState(false);
  const undo = useMutation({
    mutationFn: () =>
      officeApi.post('/v1/events/{eventId}/entrance/check-ins/undo', {
        path: { eventId },
        body: { ticket, day: checkIn.day, why: why.trim() },
      }),
    onSuccess: () => notifyDone(m.entrance_undone()),
    onError: (error) => {
      // Somebody else has taken it back.
      if (error instanceof ApiError && error.code === 'NOT_CHECKED_IN') {
        notifyDone(m.entrance_undone());
      } else notifyFailure(error);
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ENTRANCE_KEY });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      isOpen
      title={m.entrance_undo_title()}
      confirm={m.entrance_undo()}
      cancel={m.app_cancel()}
      close={m.app_close()}
      isBusy={undo.isPending}
      onConfirm={() => {
        setMissing(why.trim() === '');
        if (why.trim() !== '') undo.mutate();
      }}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{m.entrance_undo_text({ type, place, of, time: clock(checkIn.at) })}</Text>
        <WhyField
          reasons={[m.entrance_why_mistake(), m.entrance_why_wrong_ticket()]}
          value={why}
          onChange={setWhy}
          isMissing={isMissing}
        />
      </Stack>
    </ConfirmDialog>
  );
}
