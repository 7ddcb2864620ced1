import type { Message } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Group, Text } from '@mantine/core';
import { IconMail, IconPencil } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ButtonLink, TextLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { eventQuery } from '../events/event-queries.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { messagesQuery } from './message-queries.ts';
import { NoticesPanel } from './NoticesPanel.tsx';
import { StateBadge } from './StateBadge.tsx';
import { UntoldChange } from './UntoldChange.tsx';
import { isOverdue, wordsOfAudience } from './words-of-message.ts';

const route = getRouteApi('/signed-in/events/$eventId/messages');

/** The messages to the buyers of an event. */
export function MessagesPage() {
  const { eventId } = route.useParams();
  if (!useMay()('messages.send', eventId)) return <NotAllowedPage />;
  return (
    <>
      <Untold eventId={eventId} />
      <MessagesList eventId={eventId} />
      <Notices eventId={eventId} />
    </>
  );
}

function Untold({ eventId }: { eventId: string }) {
  const timeZone = useQuery(eventQuery(eventId)).data?.event.timeZone;
  return <UntoldChange key={eventId} eventId={eventId} timeZone={timeZone} />;
}

function Notices({ eventId }: { eventId: string }) {
  const timeZone = useQuery(eventQuery(eventId)).data?.event.timeZone;
  return <NoticesPanel eventId={eventId} timeZone={timeZone} />;
}

function MessagesList({ eventId }: { eventId: string }) {
  const messages = useInfiniteQuery(messagesQuery(eventId));
  const event = useQuery(eventQuery(eventId)).data?.event;
  const write = (
    <ButtonLink
      to="/events/$eventId/messages/new"
      params={{ eventId }}
      leftSection={<IconPencil size={18} aria-hidden />}
    >
      {m.messages_write()}
    </ButtonLink>
  );
  return (
    <LoadedPages
      query={messages}
      empty={
        <EmptyView
          icon={<IconMail />}
          title={m.messages_none_title()}
          text={m.messages_none_text()}
        >
          {write}
        </EmptyView>
      }
    >
      {(rows) => (
        <>
          <Group>{write}</Group>
          <RowList
            label={m.messages_title()}
            rows={rows}
            rowKey={({ messageId }) => messageId}
            columns={columns(event)}
          />
        </>
      )}
    </LoadedPages>
  );
}

function columns(event: EventInput | undefined): Column<Message>[] {
  return [
    {
      label: m.messages_subject(),
      isHeadline: true,
      render: ({ eventId, messageId, subject }) => (
        <TextLink
          to="/events/$eventId/messages/$messageId"
          params={{ eventId, messageId }}
          fw={600}
          style={{ overflowWrap: 'anywhere' }}
        >
          {subject}
        </TextLink>
      ),
    },
    { label: m.messages_state(), render: (message) => <StateBadge message={message} /> },
    {
      label: m.messages_audience(),
      isOptional: true,
      render: ({ audience }) => (
        <Text size="sm">{wordsOfAudience(audience, event?.tickets ?? [])}</Text>
      ),
    },
    {
      label: m.messages_leaves(),
      render: (message) => <Text size="sm">{timeOf(message, event?.timeZone)}</Text>,
    },
    { label: m.messages_mails(), isNumber: true, render: ({ sent }) => formatCount(sent) },
  ];
}

function timeOf(message: Message, timeZone: string | undefined): string {
  if (message.sendAt === undefined) return '–';
  return isOverdue(message) ? m.messages_waiting() : formatMinute(message.sendAt, timeZone);
}
