import type { WebhookDelivery } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { Badge, Select, Text } from '@mantine/core';
import { IconSend, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { TextLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { Panel } from '../ui/Panel.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { deliveriesQuery } from './webhooks-queries.ts';
import { DELIVERY_STATES, stateOfDelivery, wordsOfType } from './words-of-webhook.ts';

const route = getRouteApi('/signed-in/webhooks/$endpointId');

/** What an endpoint was sent, the newest first. */
export function DeliveryLog({ endpointId }: { endpointId: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const deliveries = useInfiniteQuery(deliveriesQuery(endpointId, search));
  return (
    <Panel
      title={m.webhooks_log()}
      action={
        <Select
          aria-label={m.webhooks_filter()}
          size="xs"
          allowDeselect={false}
          value={search.state ?? ''}
          data={[
            { value: '', label: m.webhooks_filter_all() },
            ...DELIVERY_STATES.map((state) => ({
              ...{ value: state, label: stateOfDelivery(state).words },
            })),
          ]}
          onChange={(state) => {
            const isAll = state === null || state === '';
            void navigate({ search: isAll ? {} : { state }, replace: true });
          }}
        />
      }
    >
      <LoadedPages query={deliveries} empty={<Nothing isFiltered={search.state !== undefined} />}>
        {(rows) => (
          <RowList
            label={m.webhooks_log()}
            rows={rows}
            rowKey={({ deliveryId }) => deliveryId}
            columns={columns()}
          />
        )}
      </LoadedPages>
    </Panel>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyView
      icon={<IconSearchOff />}
      title={m.webhooks_log_none_found_title()}
      text={m.webhooks_log_none_found_text()}
    />
  ) : (
    <EmptyView
      icon={<IconSend />}
      title={m.webhooks_log_none_title()}
      text={m.webhooks_log_none_text()}
    />
  );
}

function columns(): Column<WebhookDelivery>[] {
  return [
    {
      label: m.webhooks_what(),
      isHeadline: true,
      render: ({ endpointId, deliveryId, type }) => (
        <TextLink
          to="/webhooks/$endpointId/$deliveryId"
          params={{ endpointId, deliveryId }}
          fw={600}
        >
          {wordsOfType(type)}
        </TextLink>
      ),
    },
    {
      label: m.webhooks_state(),
      render: ({ state }) => {
        const { words, color } = stateOfDelivery(state);
        return <Badge color={color}>{words}</Badge>;
      },
    },
    {
      label: m.webhooks_answer(),
      render: ({ answerStatus, attempts }) =>
        answerStatus ?? (attempts === 0 ? '–' : m.webhooks_no_answer()),
    },
    {
      label: m.webhooks_attempts(),
      isNumber: true,
      isOptional: true,
      render: ({ attempts }) => formatCount(attempts),
    },
    {
      label: m.webhooks_when(),
      render: ({ queuedAt }) => <Text size="sm">{formatMinute(queuedAt)}</Text>,
    },
  ];
}
