import { Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { withFilter } from './orders-search.ts';
import { OrdersFilter } from './OrdersFilter.tsx';
import { OrdersList } from './OrdersList.tsx';
import { useEventNames } from './use-event-names.ts';

const route = getRouteApi('/signed-in/orders');

/** Any order of any event. */
export function OrdersPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { events, nameOf } = useEventNames();
  const onSearch = (next: typeof search) => void navigate({ search: next, replace: true });
  return (
    <>
      <PageTitle title={m.orders_title()} />
      <OrdersFilter search={search} onSearch={onSearch}>
        <Select
          label={m.orders_filter_event()}
          placeholder={m.orders_filter_event_all()}
          data={events.map(({ eventId, name }) => ({ value: eventId, label: name }))}
          value={search.eventId ?? null}
          clearable
          searchable
          onChange={(eventId) => onSearch(withFilter(search, { eventId: eventId ?? undefined }))}
        />
      </OrdersFilter>
      <OrdersList search={search} nameOfEvent={nameOf} />
    </>
  );
}
