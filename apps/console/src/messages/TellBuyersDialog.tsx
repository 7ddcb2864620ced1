import { officeApi } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { Text, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { MESSAGES_KEY } from './message-queries.ts';
import { noticePreviewQuery } from './notice-queries.ts';
import { NoticedChanges } from './NoticedChanges.tsx';
import { forgetUntold } from './untold-change.ts';

const NOTE_CHARACTERS = 2000;

/** Offers to tell those who have tickets what was changed since a revision; shown only where somebody has. */
export function TellBuyersDialog({
  eventId,
  sinceRevision,
  timeZone,
  onClose,
}: {
  eventId: string;
  sinceRevision: number;
  timeZone: string | undefined;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const { data: preview } = useQuery(noticePreviewQuery(eventId, sinceRevision));
  const tell = useMutation({
    mutationFn: () =>
      officeApi.post('/v1/events/{eventId}/notices', {
        path: { eventId },
        body: { sinceRevision, ...(note.trim() === '' ? {} : { note }) },
      }),
    onSuccess: () => {
      notifyDone(m.messages_told());
      forgetUntold(eventId);
      void queries.invalidateQueries({ queryKey: [...MESSAGES_KEY, eventId] });
      onClose();
    },
    onError: notifyFailure,
  });
  const orders = preview?.orders ?? 0;
  return (
    <ConfirmDialog
      isOpen={orders > 0}
      title={m.messages_tell_title()}
      confirm={m.messages_tell_do()}
      cancel={m.messages_tell_not()}
      close={m.app_close()}
      isBusy={tell.isPending}
      onConfirm={() => tell.mutate()}
      onClose={onClose}
    >
      <NoticedChanges changes={preview?.changes ?? []} timeZone={timeZone} />
      <Text my="md">{m.messages_tell_text({ count: orders, text: formatCount(orders) })}</Text>
      <Textarea
        label={m.messages_tell_note()}
        description={m.messages_tell_note_hint()}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={NOTE_CHARACTERS}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
