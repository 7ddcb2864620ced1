import { type Message, officeApi } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Box, Button, Group, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TextLink } from '../app/links.tsx';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { eventQuery } from '../events/event-queries.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Facts } from '../ui/Facts.tsx';
import { Panel } from '../ui/Panel.tsx';
import { MESSAGES_KEY, noteMessage } from './message-queries.ts';
import { StateBadge } from './StateBadge.tsx';
import { isOverdue, wordsOfAudience } from './words-of-message.ts';

/** A message that is no draft any more. */
export function MessageView({ message }: { message: Message }) {
  const { eventId, state, sendAt, audience, subject, body, sent, failed } = message;
  const event = useQuery(eventQuery(eventId)).data?.event;
  const hasBegun = state !== 'scheduled';
  return (
    <>
      <TextLink to="/events/$eventId/messages" params={{ eventId }} size="sm">
        {m.messages_all()}
      </TextLink>
      <Box h="sm" />
      <Panel title={subject} action={<StateBadge message={message} />}>
        <Facts
          facts={[
            [m.messages_leaves(), sendAt && formatMinute(sendAt, event?.timeZone)],
            [m.messages_audience(), wordsOfAudience(audience, event?.tickets ?? [])],
            [m.messages_mails(), hasBegun ? formatCount(sent) : undefined],
            [m.messages_failed(), failed === 0 ? undefined : formatCount(failed)],
            [m.messages_by(), message.createdBy],
          ]}
        />
        {isOverdue(message) ? <Text mt="md">{m.messages_overdue()}</Text> : null}
        <Text mt="md" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {body}
        </Text>
        {state === 'scheduled' || state === 'sending' ? (
          <Group mt="lg">
            <StopButton message={message} />
          </Group>
        ) : null}
      </Panel>
    </>
  );
}

function StopButton({ message }: { message: Message }) {
  const { eventId, messageId, state, sent } = message;
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const stop = useMutation({
    mutationFn: () =>
      officeApi.post('/v1/events/{eventId}/messages/{messageId}/stop', {
        path: { eventId, messageId },
      }),
    onSuccess: (stopped) => {
      notifyDone(m.messages_stopped());
      noteMessage(queries, stopped);
    },
    onError: (error) => {
      setOpen(false);
      notifyFailure(error);
      void queries.invalidateQueries({ queryKey: [...MESSAGES_KEY, eventId] });
    },
  });
  return (
    <>
      <Button
        color="bad"
        leftSection={<IconPlayerStop size={18} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {m.messages_stop()}
      </Button>
      <ConfirmDialog
        isDangerous
        isOpen={isOpen}
        title={m.messages_stop_title()}
        confirm={m.messages_stop()}
        cancel={m.app_cancel()}
        close={m.app_close()}
        isBusy={stop.isPending}
        onConfirm={() => stop.mutate()}
        onClose={() => setOpen(false)}
      >
        {state === 'scheduled'
          ? m.messages_stop_scheduled()
          : m.messages_stop_sending({ count: sent, text: formatCount(sent) })}
      </ConfirmDialog>
    </>
  );
}
