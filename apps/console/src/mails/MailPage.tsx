import type { MailDetail } from '@onsale/api-client';
import { formatCount, formatMoment } from '@onsale/i18n';
import { Alert, Button, Tabs, Text } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../app/Loaded.tsx';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { Facts } from '../ui/Facts.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { Panel } from '../ui/Panel.tsx';
import classes from './MailFrame.module.css';
import { MailFrame } from './MailFrame.tsx';
import { mailQuery } from './mails-queries.ts';
import { StateBadge } from './StateBadge.tsx';
import { useResend } from './use-resend.ts';
import { wordsOfKind } from './words-of-mail.ts';

const route = getRouteApi('/signed-in/mails/$mailId');

/** One mail: what became of it, and where there is no mail server, what it said. */
export function MailPage() {
  const { mailId } = route.useParams();
  const mail = useQuery(mailQuery(mailId));
  return <Loaded query={mail}>{(found) => <Content mail={found} />}</Loaded>;
}

function Content({ mail }: { mail: MailDetail }) {
  const { mailId, kind, state, subject, content } = mail;
  return (
    <>
      <PageTitle
        title={subject ?? wordsOfKind(kind)}
        before={
          <TextLink to="/mails" size="sm">
            <IconArrowLeft size={14} aria-hidden /> {m.mails_title()}
          </TextLink>
        }
        about={<StateBadge state={state} />}
      >
        <ResendButton mail={mail} />
      </PageTitle>
      <FactsPanel mail={mail} />
      {content === undefined ? null : (
        <Panel title={m.mails_content()}>
          <Tabs defaultValue="html">
            <Tabs.List mb="md">
              <Tabs.Tab value="html">{m.mails_html()}</Tabs.Tab>
              <Tabs.Tab value="text">{m.mails_text()}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="html">
              <MailFrame
                page={`/v1/mails/${encodeURIComponent(mailId)}/page`}
                title={m.mails_html()}
              />
            </Tabs.Panel>
            <Tabs.Panel value="text">
              <Text component="pre" className={classes.text}>
                {content.text}
              </Text>
            </Tabs.Panel>
          </Tabs>
        </Panel>
      )}
    </>
  );
}

function FactsPanel({ mail }: { mail: MailDetail }) {
  const { nameOf } = useEventNames();
  const { state, orderId, eventId, answer, attempts } = mail;
  return (
    <Panel title={m.mails_what_became()}>
      {state === 'failed' && answer !== undefined ? (
        <Alert color="bad" variant="light" mb="sm" title={m.mails_bounced()}>
          {answer}
        </Alert>
      ) : null}
      <Facts
        facts={[
          [m.mails_to(), mail.address],
          [m.mails_kind(), wordsOfKind(mail.kind)],
          [m.mails_event(), eventId === undefined ? undefined : nameOf(eventId)],
          [
            m.mails_order(),
            orderId === undefined ? undefined : (
              <TextLink to="/orders/$orderId" params={{ orderId }}>
                {orderId}
              </TextLink>
            ),
          ],
          [m.mails_queued(), formatMoment(mail.queuedAt)],
          [m.mails_due(), state === 'waiting' ? formatMoment(mail.dueAt) : undefined],
          [m.mails_ended(), mail.endedAt === undefined ? undefined : formatMoment(mail.endedAt)],
          [m.mails_attempts(), formatCount(attempts)],
          [m.mails_answer(), state === 'failed' ? undefined : answer],
        ]}
      />
    </Panel>
  );
}

function ResendButton({ mail }: { mail: MailDetail }) {
  const may = useMay();
  const resend = useResend();
  const { mailId, orderId, eventId, state } = mail;
  if (orderId === undefined || state === 'waiting' || !may('orders.write', eventId)) return null;
  return (
    <Button
      leftSection={<IconSend size={18} aria-hidden />}
      loading={resend.isPending}
      onClick={() => resend.mutate({ mailId })}
    >
      {m.mails_resend()}
    </Button>
  );
}
