import { type MailServer, officeApi } from '@onsale/api-client';
import { formatCount, formatMoment } from '@onsale/i18n';
import { Alert, Button, List, Text } from '@mantine/core';
import { IconMailPause, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { useMay, useMayForAll } from '../app/use-me.ts';
import { Facts } from '../ui/Facts.tsx';
import { Panel } from '../ui/Panel.tsx';
import { DomainPanel } from './DomainPanel.tsx';
import { MAILS_KEY, mailServerQuery } from './mails-queries.ts';
import { MailsTabs } from './MailsTabs.tsx';

/** `/mails/server`: whether mails leave, how fast, and what receivers think of them. */
export function ServerPage() {
  const server = useQuery(mailServerQuery);
  const maySettings = useMayForAll()('settings.write');
  if (!useMay()('events.read')) return <NotAllowedPage />;
  return (
    <>
      <MailsTabs />
      <Loaded query={server}>{(found) => <ServerPanel server={found} />}</Loaded>
      {maySettings ? <DomainPanel /> : null}
    </>
  );
}

/** When mails wait for longer than this, somebody will ask where their tickets are. */
const LONG_S = 15 * 60;

/** Who has bought, and after this has no tickets in the mailbox, writes to the seller. */
const LONG_SOLD_OUT_S = 3600;

function SoldOutAlert({ soldOut }: Pick<MailServer, 'soldOut'>) {
  const slow = soldOut.filter(({ seconds }) => seconds > LONG_SOLD_OUT_S);
  if (slow.length === 0) return null;
  return (
    <Alert color="warn" variant="light" mb="sm" title={m.mails_sold_out_title()}>
      <List size="sm">
        {slow.map(({ eventId, name, capacity, seconds, secondsAtBest }) => (
          <List.Item key={eventId} style={{ overflowWrap: 'anywhere' }}>
            {m.mails_sold_out({
              name,
              count: formatCount(capacity),
              time: wordsOfDuration(seconds),
            })}{' '}
            {secondsAtBest < seconds
              ? m.mails_sold_out_at_best({ time: wordsOfDuration(secondsAtBest) })
              : null}
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        {m.mails_sold_out_do()}
      </Text>
    </Alert>
  );
}

function ServerPanel({ server }: { server: MailServer }) {
  const { waitS = 0, lastFailure } = server;
  const maySettings = useMayForAll()('settings.write');
  return (
    <Panel title={m.mails_server()} action={maySettings ? <TestButton /> : null}>
      <StateAlert state={server.state} />
      {waitS > LONG_S ? (
        <Alert color="warn" variant="light" mb="sm">
          {m.mails_slow({ count: formatCount(server.waiting), time: wordsOfDuration(waitS) })}
        </Alert>
      ) : null}
      <SoldOutAlert soldOut={server.soldOut} />
      <Facts
        facts={[
          [m.mails_server_address(), server.server],
          [m.mails_sender(), server.sender],
          [m.mails_encrypted(), yesOrNo(server.isEncrypted)],
          [m.mails_pace(), paceOf(server)],
          [m.mails_waiting(), formatCount(server.waiting)],
          [m.mails_wait(), server.waiting === 0 ? undefined : wordsOfDuration(waitS)],
          [m.mails_later(), formatCount(server.later)],
          [m.mails_last_minute(), formatCount(server.sentLastMinute)],
          [m.mails_failed_day(), formatCount(server.failedLastDay)],
          [m.mails_last_sent(), momentOf(server.lastSentAt)],
          [m.mails_paused_until(), momentOf(server.pausedUntil)],
          [
            m.mails_last_failure(),
            lastFailure && `${momentOf(lastFailure.at)}: ${lastFailure.answer}`,
          ],
        ]}
      />
    </Panel>
  );
}

const STATE_ALERTS: Partial<Record<MailServer['state'], () => string>> = {
  paused: () => m.mails_server_paused(),
  none: () => m.mails_server_none(),
  unknown: () => m.mails_server_unknown(),
};

function StateAlert({ state }: { state: MailServer['state'] }) {
  const text = STATE_ALERTS[state]?.();
  if (text === undefined) return null;
  return (
    <Alert
      color={state === 'paused' ? 'bad' : 'warn'}
      variant="light"
      mb="sm"
      icon={<IconMailPause aria-hidden />}
    >
      {text}
    </Alert>
  );
}

function TestButton() {
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: async () => await officeApi.post('/v1/mail-server/test', { body: {} }),
    onSuccess: async ({ email }) => {
      await queries.invalidateQueries({ queryKey: MAILS_KEY });
      notifyDone(m.mails_tested({ email }));
    },
    onError: notifyFailure,
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconSend size={16} aria-hidden />}
      loading={send.isPending}
      onClick={() => send.mutate()}
    >
      {m.mails_test()}
    </Button>
  );
}

function paceOf({ perS, slowedPerS }: MailServer): string | undefined {
  if (perS === undefined) return undefined;
  if (slowedPerS === undefined) return m.mails_per_second({ count: formatCount(perS) });
  return m.mails_slowed({ count: formatCount(slowedPerS), most: formatCount(perS) });
}

function momentOf(iso: string | undefined): string | undefined {
  return iso === undefined ? undefined : formatMoment(iso);
}

function yesOrNo(is: boolean | undefined): string | undefined {
  if (is === undefined) return undefined;
  return is ? m.mails_yes() : m.mails_no();
}

function wordsOfDuration(seconds: number): string {
  if (seconds < 60) return m.mails_seconds({ count: Math.ceil(seconds) });
  if (seconds < 2 * 3600) return m.mails_minutes({ count: Math.ceil(seconds / 60) });
  return m.mails_hours({ count: Math.ceil(seconds / 3600) });
}
