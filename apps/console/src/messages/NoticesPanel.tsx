import type { Notice } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Box, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { noticesQuery } from './notice-queries.ts';
import { NoticedChanges } from './NoticedChanges.tsx';

/** What the buyers of an event were told beside messages; nothing while that is nothing. */
export function NoticesPanel({
  eventId,
  timeZone,
}: {
  eventId: string;
  timeZone: string | undefined;
}) {
  const { data } = useQuery(noticesQuery(eventId));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Box mt="md">
      <Panel title={m.messages_notices()}>
        <RowList
          label={m.messages_notices()}
          rows={data.items}
          rowKey={({ noticeId }) => noticeId}
          columns={columns(timeZone)}
        />
      </Panel>
    </Box>
  );
}

function columns(timeZone: string | undefined): Column<Notice>[] {
  return [
    {
      label: m.messages_notice(),
      isHeadline: true,
      render: ({ kind, changes, note }) => (
        <>
          <Text fw={600}>{KINDS[kind]()}</Text>
          <NoticedChanges changes={changes} timeZone={timeZone} />
          {note === undefined ? null : (
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {note}
            </Text>
          )}
        </>
      ),
    },
    {
      label: m.messages_leaves(),
      render: ({ createdAt }) => <Text size="sm">{formatMinute(createdAt, timeZone)}</Text>,
    },
    {
      label: m.messages_by(),
      isOptional: true,
      render: ({ createdBy }) => <Text size="sm">{createdBy ?? m.messages_by_itself()}</Text>,
    },
    { label: m.messages_queued(), isNumber: true, render: ({ mails }) => formatCount(mails) },
  ];
}

const KINDS = {
  event_changed: () => m.messages_notice_changed(),
  event_cancelled: () => m.messages_notice_cancelled(),
  reminder: () => m.messages_notice_reminder(),
} as const satisfies Record<Notice['kind'], () => string>;
