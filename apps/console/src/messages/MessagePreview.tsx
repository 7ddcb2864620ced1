import { formatCount } from '@onsale/i18n';
import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { checkMessage, inputOf, type MessageForm } from './message-form.ts';
import { previewQuery } from './message-queries.ts';

/** Long enough that not every letter is a request. */
const TYPING_MS = 400;

/** How many would get a message, and how they would read it. */
export function MessagePreview({ eventId, form }: { eventId: string; form: MessageForm }) {
  const [typed] = useDebouncedValue(form, TYPING_MS);
  const { buyers, preview } = usePreview(eventId, typed);
  return (
    <Panel title={m.messages_preview()}>
      <Text fw={600} role="status">
        {buyers}
      </Text>
      <Text size="sm" c="dimmed" mb="md">
        {m.messages_preview_hint()}
      </Text>
      <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
        {typed.subject.trim() === '' ? '' : preview?.subject}
      </Text>
      <Text mt="xs" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {typed.body.trim() === '' ? '' : preview?.body}
      </Text>
    </Panel>
  );
}

/** The answer to what is typed so far; how many there are is known before anything is written. */
export function usePreview(eventId: string, form: MessageForm) {
  const subject = form.subject.trim() === '' ? '–' : form.subject;
  const body = form.body.trim() === '' ? '–' : form.body;
  const asked = { ...form, subject, body };
  const isRight = Object.keys(checkMessage(asked)).length === 0;
  const preview = useQuery({
    ...previewQuery(eventId, inputOf(asked)),
    enabled: isRight,
    placeholderData: keepPreviousData,
  }).data;
  if (form.orders.length === 0) return { buyers: m.messages_buyers_none(), preview };
  return { buyers: preview === undefined ? '' : wordsOfBuyers(preview), preview };
}

function wordsOfBuyers({ buyers, orders }: { buyers: number; orders: number }): string {
  if (buyers === 0) return m.messages_buyers_none();
  return m.messages_buyers({
    buyers,
    orders,
    buyersText: formatCount(buyers),
    ordersText: formatCount(orders),
  });
}
