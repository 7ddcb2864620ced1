import type { Message, MessageState } from '@onsale/api-client';
import { Badge } from '@mantine/core';
import { wordsOfState } from './words-of-message.ts';

const COLORS: Partial<Record<MessageState, string>> = {
  scheduled: 'warn',
  sending: 'warn',
  sent: 'good',
};

/** The state of a message; its colour only repeats what it says. */
export function StateBadge({ message: { state } }: { message: Message }) {
  return <Badge color={COLORS[state] ?? 'ink'}>{wordsOfState(state)}</Badge>;
}
