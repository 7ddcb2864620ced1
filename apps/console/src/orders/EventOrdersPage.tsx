import { Group } from '@mantine/core';
import { IconCashRegister } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { ButtonLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { OrdersFilter } from './OrdersFilter.tsx';
import { OrdersList } from './OrdersList.tsx';
import { RejectionsPanel } from './RejectionsPanel.tsx';

const route = getRouteApi('/signed-in/events/$eventId/orders');

/** The orders of one event, and the desk. */
export function EventOrdersPage() {
  const search = route.useSearch();
  const { eventId } = route.useParams();
  const navigate = route.useNavigate();
  const may = useMay();
  return (
    <>
      {may('orders.sell', eventId) ? (
        <Group mb="md">
          <ButtonLink
            to="/events/$eventId/desk"
            params={{ eventId }}
            leftSection={<IconCashRegister size={18} aria-hidden />}
          >
            {m.orders_desk_do()}
          </ButtonLink>
        </Group>
      ) : null}
      <OrdersFilter
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
      <OrdersList search={{ ...search, eventId }} />
      <RejectionsPanel eventId={eventId} />
    </>
  );
}
