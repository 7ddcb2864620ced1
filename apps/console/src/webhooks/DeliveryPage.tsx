import { officeApi, type WebhookAttempt, type WebhookDelivery } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconSend } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { Facts } from '../ui/Facts.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { Panel } from '../ui/Panel.tsx';
import { deliveryQuery, WEBHOOKS_KEY } from './webhooks-queries.ts';
import { stateOfDelivery, wordsOfType } from './words-of-webhook.ts';

const route = getRouteApi('/signed-in/webhooks/$endpointId/$deliveryId');

/** One webhook: what is sent, and what was answered each time. */
export function DeliveryPage() {
  return useMayForAll()('settings.write') ? <Delivery /> : <NotAllowedPage />;
}

function Delivery() {
  const { endpointId, deliveryId } = route.useParams();
  const found = useQuery(deliveryQuery(endpointId, deliveryId));
  const back = (
    <TextLink to="/webhooks/$endpointId" params={{ endpointId }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {m.webhooks_endpoint()}
    </TextLink>
  );
  return (
    <Loaded query={found}>
      {({ delivery, body, attempts }) => {
        const { words, color } = stateOfDelivery(delivery.state);
        return (
          <>
            <PageTitle
              title={wordsOfType(delivery.type)}
              before={back}
              about={<Badge color={color}>{words}</Badge>}
            >
              <SendAgain delivery={delivery} />
            </PageTitle>
            <FactsPanel delivery={delivery} />
            <Panel title={m.webhooks_request()}>
              <Code block>{readable(body)}</Code>
            </Panel>
            <Panel title={m.webhooks_attempts()}>
              {attempts.length === 0 ? (
                <Text size="sm">{m.webhooks_attempts_none()}</Text>
              ) : (
                <Stack gap="md">
                  {attempts.map((attempt) => (
                    <Attempt key={attempt.at} attempt={attempt} />
                  ))}
                </Stack>
              )}
            </Panel>
          </>
        );
      }}
    </Loaded>
  );
}

function FactsPanel({ delivery }: { delivery: WebhookDelivery }) {
  const { webhookId, type, orderId, eventId, queuedAt, dueAt, attempts } = delivery;
  const order =
    orderId === undefined ? undefined : (
      <TextLink to="/orders/$orderId" params={{ orderId }} style={{ overflowWrap: 'anywhere' }}>
        {orderId}
      </TextLink>
    );
  const event =
    eventId === undefined ? undefined : (
      <TextLink to="/events/$eventId" params={{ eventId }} style={{ overflowWrap: 'anywhere' }}>
        {eventId}
      </TextLink>
    );
  const id = <span style={{ overflowWrap: 'anywhere' }}>{webhookId}</span>;
  const next = attempts > 0 && dueAt !== undefined;
  return (
    <Panel title={type}>
      <Facts
        facts={[
          [m.webhooks_when(), formatMinute(queuedAt)],
          [m.webhooks_order(), order],
          [m.webhooks_event(), event],
          [m.webhooks_id(), id],
          [m.webhooks_attempts(), formatCount(attempts)],
          [m.webhooks_waiting(), next ? m.webhooks_next_at({ time: formatMinute(dueAt) }) : ''],
        ]}
      />
    </Panel>
  );
}

function SendAgain({ delivery }: { delivery: WebhookDelivery }) {
  const client = useQueryClient();
  const { endpointId, deliveryId } = delivery;
  const send = useMutation({
    mutationFn: async () =>
      await officeApi.post(
        '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/send-again',
        {
          path: { endpointId, deliveryId },
        },
      ),
    onSuccess: () => notifyDone(m.webhooks_sent_again()),
    onError: notifyFailure,
    onSettled: async () => await client.invalidateQueries({ queryKey: WEBHOOKS_KEY }),
  });
  return (
    <Button
      leftSection={<IconSend size={18} aria-hidden />}
      loading={send.isPending}
      onClick={() => send.mutate()}
    >
      {m.webhooks_send_again()}
    </Button>
  );
}

function Attempt({ attempt }: { attempt: WebhookAttempt }) {
  const { at, durationMs, address, status, answer, problem } = attempt;
  const isTaken = status !== undefined && status >= 200 && status < 300;
  const took = m.webhooks_attempt_took({ ms: formatCount(durationMs) });
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Badge color={isTaken ? 'good' : 'bad'}>{status ?? m.webhooks_no_answer()}</Badge>
        <Text size="sm" c="dimmed">
          {[formatMinute(at), took, address].filter(Boolean).join(' · ')}
        </Text>
      </Group>
      {problem === undefined ? null : <Text size="sm">{problem}</Text>}
      {answer === undefined ? null : answer === '' ? (
        <Text size="sm" c="dimmed">
          {m.webhooks_empty_answer()}
        </Text>
      ) : (
        <Code block>{answer}</Code>
      )}
    </Stack>
  );
}

// What is sent has no spaces, and is signed as it is.
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
