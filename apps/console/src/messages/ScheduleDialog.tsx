import type { EventInput } from '@onsale/contracts';
import { momentOf, wallClockOf } from '@onsale/i18n';
import { Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { m } from '../app/texts.ts';
import { MomentField } from '../events/fields/MomentField.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import type { MessageForm } from './message-form.ts';
import { usePreview } from './MessagePreview.tsx';

const HOUR_MS = 3_600_000;
const YEAR_MS = 366 * 24 * HOUR_MS;

/** When a message leaves: at once, or at a time by the clock at the venue. */
export function ScheduleDialog({
  event,
  form,
  isBusy,
  onSchedule,
  onClose,
}: {
  event: EventInput;
  form: MessageForm;
  isBusy: boolean;
  onSchedule: (sendAt: string | undefined) => void;
  onClose: () => void;
}) {
  const timeZone = event.timeZone ?? 'UTC';
  const [isLater, setLater] = useState(false);
  const [clock, setClock] = useState(() => nextHour(timeZone));
  const [error, setError] = useState<string>();
  const { buyers } = usePreview(event.id, form);
  return (
    <ConfirmDialog
      isOpen
      title={m.messages_schedule_title()}
      confirm={isLater ? m.messages_schedule_later() : m.messages_schedule_now()}
      cancel={m.app_cancel()}
      close={m.app_close()}
      isBusy={isBusy}
      onConfirm={() => {
        if (!isLater) {
          onSchedule(undefined);
          return;
        }
        const moment = momentOf(clock, timeZone);
        if (isWithinAYear(moment)) onSchedule(new Date(moment).toISOString());
        else setError(m.messages_schedule_wrong());
      }}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text fw={600}>{buyers}</Text>
        <Text size="sm">{m.messages_schedule_text()}</Text>
        <Radio.Group
          label={m.messages_schedule_when()}
          value={isLater ? 'later' : 'now'}
          onChange={(when) => setLater(when === 'later')}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="now" label={m.messages_schedule_at_once()} />
            <Radio value="later" label={m.messages_schedule_at_time()} />
          </Stack>
        </Radio.Group>
        {isLater ? (
          <MomentField
            label={m.messages_schedule_time({ zone: timeZone })}
            timeZone={timeZone}
            value={clock}
            error={error}
            onChange={({ currentTarget: { value } }) => {
              setClock(value);
              setError(undefined);
            }}
          />
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}

function nextHour(timeZone: string): string {
  const atMs = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS;
  return wallClockOf(new Date(atMs).toISOString(), timeZone);
}

function isWithinAYear(moment: string | undefined): moment is string {
  if (moment === undefined) return false;
  const atMs = Date.parse(moment);
  return atMs > Date.now() && atMs < Date.now() + YEAR_MS;
}
