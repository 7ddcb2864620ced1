import type { MailState } from '@onsale/api-client';
import { Badge } from '@mantine/core';
import { wordsOfState } from './words-of-mail.ts';

const COLORS: Record<MailState, string> = {
  waiting: 'warn',
  sent: 'good',
  kept: 'warn',
  failed: 'bad',
  skipped: 'ink',
};

/** What has become of a mail; its colour only repeats what it says. */
export function StateBadge({ state }: { state: MailState }) {
  return <Badge color={COLORS[state]}>{wordsOfState(state)}</Badge>;
}
