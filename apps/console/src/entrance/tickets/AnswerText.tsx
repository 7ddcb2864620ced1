import { Text } from '@mantine/core';
import type { ScanAnswer } from '@onsale/api-client';
import { formatDay } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { inOneLine } from '../in-one-line.ts';
import { useClock, useEntranceNames } from '../use-entrance.ts';
import { answerOf, wordsOfReason } from '../words-of-entrance.ts';

/** What the rule says of a ticket, and what it says it by. */
export function AnswerText({ answer }: { answer: ScanAnswer }) {
  const { kind, reason, before, opensAt, days, entranceIds } = answer;
  const clock = useClock();
  const nameOf = useEntranceNames();
  const details = inOneLine(
    reason === undefined ? undefined : wordsOfReason(reason),
    before === undefined ? undefined : m.entrance_in_at({ time: clock(before.at) }),
    before?.entranceId === undefined ? undefined : nameOf(before.entranceId),
    before?.device,
    opensAt === undefined ? undefined : m.entrance_opens_at({ time: clock(opensAt) }),
    days === undefined ? undefined : m.entrance_admits_on({ days: days.map(formatDay).join(', ') }),
    entranceIds === undefined
      ? undefined
      : m.entrance_admits_at({ entrances: entranceIds.map(nameOf).join(', ') }),
  );
  return (
    <>
      <Text fw={700}>{answerOf(kind).words}</Text>
      <Text size="sm">{details}</Text>
    </>
  );
}
