import type { FoundTicket } from '@onsale/api-client';
import { Alert, Stack, Text } from '@mantine/core';
import { IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Loaded } from '../../app/Loaded.tsx';
import { m } from '../../app/texts.ts';
import { EmptyView } from '../../ui/EmptyView.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { ticketsQuery } from '../entrance-queries.ts';
import { FoundOrder } from './FoundOrder.tsx';

const route = getRouteApi('/signed-in/events/$eventId/entrance/tickets');

/** Fewer characters would find everybody. */
const FEWEST_CHARACTERS = 2;

/** Finds tickets by whose they are, and lets them in by hand, or takes that back. */
export function TicketsPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Stack>
      <search>
        <SearchField
          label={m.entrance_search()}
          placeholder={m.entrance_search_hint()}
          clear={m.orders_search_clear()}
          value={q}
          onSearch={(next) =>
            void navigate({ search: next === '' ? {} : { q: next }, replace: true })
          }
        />
      </search>
      {q.length < FEWEST_CHARACTERS ? (
        <EmptyView
          icon={<IconSearch />}
          title={m.entrance_search_title()}
          text={m.entrance_search_text()}
        />
      ) : (
        <Found q={q} />
      )}
    </Stack>
  );
}

function Found({ q }: { q: string }) {
  const { eventId } = route.useParams();
  const tickets = useQuery(ticketsQuery(eventId, q));
  return (
    <Loaded query={tickets}>
      {({ items, hasMore }) =>
        items.length === 0 ? (
          <EmptyView
            icon={<IconSearchOff />}
            title={m.entrance_found_none_title()}
            text={m.entrance_found_none_text()}
          />
        ) : (
          <Stack gap="sm" aria-busy={tickets.isPlaceholderData}>
            {ordersOf(items).map((order) => (
              <FoundOrder key={order[0].orderId} tickets={order} />
            ))}
            {hasMore ? (
              <Alert color="ink">
                <Text size="sm">{m.entrance_found_more()}</Text>
              </Alert>
            ) : null}
          </Stack>
        )
      }
    </Loaded>
  );
}

// Those of one order together, the orders as they were found.
function ordersOf(tickets: readonly FoundTicket[]): [FoundTicket, ...FoundTicket[]][] {
  const orders = new Map<string, [FoundTicket, ...FoundTicket[]]>();
  for (const ticket of tickets) {
    const order = orders.get(ticket.orderId);
    if (order === undefined) orders.set(ticket.orderId, [ticket]);
    else order.push(ticket);
  }
  return [...orders.values()];
}
