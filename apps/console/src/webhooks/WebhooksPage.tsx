import type { WebhookEndpoint } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Badge, Button, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { EndpointDialog } from './EndpointDialog.tsx';
import { endpointsQuery } from './webhooks-queries.ts';
import { stateOf, WEBHOOK_TYPES } from './words-of-webhook.ts';

/** The seller's other systems that are told of what happens. */
export function WebhooksPage() {
  return useMayForAll()('settings.write') ? <Webhooks /> : <NotAllowedPage />;
}

function Webhooks() {
  const endpoints = useQuery(endpointsQuery);
  const [isAdding, setIsAdding] = useState(false);
  const button = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setIsAdding(true)}>
      {m.webhooks_add()}
    </Button>
  );
  return (
    <>
      <PageTitle title={m.webhooks_title()} about={m.webhooks_about()}>
        {endpoints.data?.items.length === 0 ? null : button}
      </PageTitle>
      <Loaded query={endpoints}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyView
              icon={<IconWebhook />}
              title={m.webhooks_none_title()}
              text={m.webhooks_none_text()}
            >
              {button}
            </EmptyView>
          ) : (
            <RowList
              label={m.webhooks_title()}
              rows={items}
              rowKey={({ endpointId }) => endpointId}
              columns={columns()}
            />
          )
        }
      </Loaded>
      {isAdding ? <EndpointDialog onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}

function columns(): Column<WebhookEndpoint>[] {
  return [
    { label: m.webhooks_endpoint(), isHeadline: true, render: nameOf },
    {
      label: m.webhooks_state(),
      render: (endpoint) => {
        const { words, color } = stateOf(endpoint);
        return <Badge color={color}>{words}</Badge>;
      },
    },
    {
      label: m.webhooks_types(),
      isOptional: true,
      render: ({ types }) =>
        m.webhooks_types_count({
          count: formatCount(types.length),
          all: formatCount(WEBHOOK_TYPES.length),
        }),
    },
    {
      label: m.webhooks_waiting(),
      isNumber: true,
      render: ({ waiting }) => formatCount(waiting),
    },
    {
      label: m.webhooks_last_delivered(),
      render: ({ lastDeliveredAt }) =>
        lastDeliveredAt === undefined ? m.webhooks_never() : formatMinute(lastDeliveredAt),
    },
  ];
}

function nameOf({ endpointId, url, description }: WebhookEndpoint) {
  return (
    <>
      <TextLink
        to="/webhooks/$endpointId"
        params={{ endpointId }}
        fw={600}
        style={{ overflowWrap: 'anywhere' }}
      >
        {description === '' ? url : description}
      </TextLink>
      {description === '' ? null : (
        <Text size="sm" c="dimmed" fw={400} style={{ overflowWrap: 'anywhere' }}>
          {url}
        </Text>
      )}
    </>
  );
}
