import { Alert, Stack, Text } from '@mantine/core';
import { type FoundTicket, officeApi, type ScanAnswer } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ENTRANCE_KEY } from '../entrance-queries.ts';
import { EntranceSelect } from '../EntranceSelect.tsx';
import { inOneLine } from '../in-one-line.ts';
import { useEntrance, useEntrances } from '../use-entrance.ts';
import { AnswerText } from './AnswerText.tsx';
import { WhyField } from './WhyField.tsx';

/** Lets a ticket in by hand. Where the rule says no but leaves it to a person, it asks once more. */
export function CheckInDialog({ ticket, onClose }: { ticket: FoundTicket; onClose: () => void }) {
  const { type, place, of, name } = ticket;
  const entrances = useEntrances();
  const [why, setWhy] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [entranceId, setEntranceId] = useState<string | null>(null);
  const { checkIn, refused } = useCheckIn(ticket, onClose);
  const isHopeless = refused !== undefined && !refused.mayLetIn;
  const submit = () => {
    if (isHopeless) {
      onClose();
      return;
    }
    setMissing(why.trim() === '');
    if (why.trim() === '') return;
    checkIn.mutate({ why: why.trim(), entranceId, letIn: refused !== undefined });
  };
  return (
    <ConfirmDialog
      isOpen
      title={m.entrance_check_in_title()}
      confirm={
        isHopeless
          ? m.app_close()
          : refused === undefined
            ? m.entrance_check_in()
            : m.entrance_let_in_still()
      }
      cancel={m.app_cancel()}
      close={m.app_close()}
      isBusy={checkIn.isPending}
      onConfirm={submit}
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{inOneLine(m.entrance_ticket_place({ type, place, of }), name)}</Text>
        {refused === undefined ? null : (
          <Alert color={refused.mayLetIn ? 'warn' : 'bad'} role="alert">
            <AnswerText answer={refused} />
          </Alert>
        )}
        {isHopeless ? null : (
          <>
            <WhyField
              reasons={[
                ...[m.entrance_why_phone(), m.entrance_why_unreadable()],
                ...[m.entrance_why_no_device()],
              ]}
              value={why}
              onChange={setWhy}
              isMissing={isMissing}
            />
            {entrances.length < 2 ? null : (
              <EntranceSelect
                placeholder={m.entrance_no_entrance()}
                value={entranceId}
                clearable
                onChange={setEntranceId}
              />
            )}
          </>
        )}
      </Stack>
    </ConfirmDialog>
  );
}

interface Decision {
  why: string;
  entranceId: string | null;
  letIn: boolean;
}

function useCheckIn({ ticket, type, place, of }: FoundTicket, onClose: () => void) {
  const { eventId } = useEntrance();
  const client = useQueryClient();
  const [refused, setRefused] = useState<ScanAnswer>();
  const checkIn = useMutation({
    mutationFn: ({ why, entranceId, letIn }: Decision) =>
      officeApi.post('/v1/events/{eventId}/entrance/check-ins', {
        path: { eventId },
        body: {
          ...{ ticket, why },
          ...(entranceId === null ? {} : { entranceId }),
          ...(letIn ? { letIn } : {}),
        },
      }),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ENTRANCE_KEY });
      if (answer.kind === 'welcome') {
        notifyDone(m.entrance_checked_in({ type, place, of }));
        onClose();
      } else setRefused(answer);
    },
    onError: notifyFailure,
  });
  return { checkIn, refused };
}
