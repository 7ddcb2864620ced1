import type { WebhookEndpoint } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Badge, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { Facts } from '../ui/Facts.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { Panel } from '../ui/Panel.tsx';
import { DeliveryLog } from './DeliveryLog.tsx';
import { EndpointActions } from './EndpointActions.tsx';
import { EndpointNote } from './EndpointNote.tsx';
import { endpointQuery } from './webhooks-queries.ts';
import { stateOf, wordsOfType } from './words-of-webhook.ts';

const route = getRouteApi('/signed-in/webhooks/$endpointId');

/** One receiver of webhooks, and what it was sent. */
export function EndpointPage() {
  return useMayForAll()('settings.write') ? <Endpoint /> : <NotAllowedPage />;
}

function Endpoint() {
  const { endpointId } = route.useParams();
  const endpoint = useQuery(endpointQuery(endpointId));
  return <Loaded query={endpoint}>{(data) => <Content endpoint={data} />}</Loaded>;
}

function Content({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { endpointId, url, description, createdAt, createdBy } = endpoint;
  const { words, color } = stateOf(endpoint);
  const back = (
    <TextLink to="/webhooks" size="sm">
      <IconArrowLeft size={14} aria-hidden /> {m.webhooks_back()}
    </TextLink>
  );
  const address = <span style={{ overflowWrap: 'anywhere' }}>{url}</span>;
  return (
    <>
      <PageTitle
        title={description === '' ? new URL(url).host : description}
        before={back}
        about={<Badge color={color}>{words}</Badge>}
      >
        <EndpointActions endpoint={endpoint} />
      </PageTitle>
      <EndpointNote endpoint={endpoint} />
      <Panel title={m.webhooks_endpoint()}>
        <Facts
          facts={[
            [m.webhooks_url(), address],
            [m.webhooks_waiting(), formatCount(endpoint.waiting)],
            [m.webhooks_last_delivered(), lastOf(endpoint)],
            [m.webhooks_secret(), secretOf(endpoint)],
            [
              m.webhooks_made(),
              m.webhooks_made_by({ time: formatMinute(createdAt), name: createdBy }),
            ],
          ]}
        />
      </Panel>
      <Panel title={m.webhooks_types()}>
        <Text size="sm">{endpoint.types.map(wordsOfType).join(' · ')}</Text>
      </Panel>
      <DeliveryLog endpointId={endpointId} />
    </>
  );
}

function lastOf({ lastDeliveredAt }: WebhookEndpoint): string {
  return lastDeliveredAt === undefined ? m.webhooks_never() : formatMinute(lastDeliveredAt);
}

function secretOf({ secretAt, earlierSecretUntil }: WebhookEndpoint): string {
  const time = formatMinute(secretAt);
  return earlierSecretUntil === undefined
    ? m.webhooks_secret_at({ time })
    : m.webhooks_secret_earlier({ time, until: formatMinute(earlierSecretUntil) });
}
