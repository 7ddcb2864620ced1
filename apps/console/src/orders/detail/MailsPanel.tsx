import type { OrderDetail } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Button, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { LoadedPages } from '../../app/LoadedPages.tsx';
import { TextLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { mailsQuery } from '../../mails/mails-queries.ts';
import { StateBadge } from '../../mails/StateBadge.tsx';
import { useResend } from '../../mails/use-resend.ts';
import { wordsOfKind } from '../../mails/words-of-mail.ts';
import { Panel } from '../../ui/Panel.tsx';

/** What was mailed about the order, and whether it was taken. */
export function MailsPanel({ detail: { order } }: { detail: OrderDetail }) {
  const { orderId, eventId, status } = order;
  const mails = useInfiniteQuery(mailsQuery({ orderId }));
  const may = useMay();
  const resend = useResend();
  const canSend = status === 'confirmed' && may('orders.write', eventId);
  return (
    <Panel
      title={m.mails_of_order()}
      action={
        canSend ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconSend size={16} aria-hidden />}
            loading={resend.isPending}
            onClick={() => resend.mutate({ orderId })}
          >
            {m.mails_send_tickets()}
          </Button>
        ) : null
      }
    >
      <LoadedPages query={mails} empty={<Text c="dimmed">{m.mails_of_order_none()}</Text>}>
        {(rows) =>
          rows.map(({ mailId, kind, subject, state, address, queuedAt, answer }) => (
            <div key={mailId}>
              <TextLink to="/mails/$mailId" params={{ mailId }} fw={600}>
                {subject ?? wordsOfKind(kind)}
              </TextLink>{' '}
              <StateBadge state={state} />
              <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {address}, {formatMinute(queuedAt)}
              </Text>
              {state === 'failed' && answer !== undefined ? (
                <Text size="sm" c="var(--bad)" style={{ overflowWrap: 'anywhere' }}>
                  {answer}
                </Text>
              ) : null}
            </div>
          ))
        }
      </LoadedPages>
    </Panel>
  );
}
