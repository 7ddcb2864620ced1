import type { MailSummary } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Text } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { TextLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { mailsQuery } from './mails-queries.ts';
import type { MailsSearch } from './mails-search.ts';
import { StateBadge } from './StateBadge.tsx';
import { wordsOfKind } from './words-of-mail.ts';

/** Mails, the newest first. */
export function MailsList({
  filter,
  nameOfEvent,
}: {
  filter: MailsSearch;
  nameOfEvent: (eventId: string) => string;
}) {
  const mails = useInfiniteQuery(mailsQuery(filter));
  return (
    <LoadedPages
      query={mails}
      empty={
        <EmptyView icon={<IconMailOff />} title={m.mails_none_title()} text={m.mails_none_text()} />
      }
    >
      {(rows) => (
        <RowList
          label={m.mails_title()}
          rows={rows}
          rowKey={({ mailId }) => mailId}
          columns={columns(nameOfEvent)}
        />
      )}
    </LoadedPages>
  );
}

function columns(nameOfEvent: (eventId: string) => string): Column<MailSummary>[] {
  return [
    {
      label: m.mails_to(),
      isHeadline: true,
      render: ({ mailId, address }) => (
        <TextLink
          to="/mails/$mailId"
          params={{ mailId }}
          fw={600}
          style={{ overflowWrap: 'anywhere' }}
        >
          {address}
        </TextLink>
      ),
    },
    { label: m.mails_kind(), render: ({ kind }) => <Text size="sm">{wordsOfKind(kind)}</Text> },
    {
      label: m.mails_event(),
      isOptional: true,
      render: ({ eventId }) => (
        <Text size="sm">{eventId === undefined ? '–' : nameOfEvent(eventId)}</Text>
      ),
    },
    { label: m.mails_state(), render: (mail) => <StateOf mail={mail} /> },
    {
      label: m.mails_queued(),
      render: ({ queuedAt }) => <Text size="sm">{formatMinute(queuedAt)}</Text>,
    },
  ];
}

/** With what the server said, when it did not take it. */
function StateOf({ mail: { state, answer } }: { mail: MailSummary }) {
  const isTaken = state === 'sent' || state === 'kept';
  return (
    <>
      <StateBadge state={state} />
      {answer === undefined || isTaken ? null : (
        <Text size="xs" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          {answer}
        </Text>
      )}
    </>
  );
}
