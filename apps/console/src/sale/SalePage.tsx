import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { LiveSale } from '@onsale/api-client';
import { formatMoment } from '@onsale/i18n';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { eventQuery } from '../events/event-queries.ts';
import { CancelPanel } from './cancellation/CancelPanel.tsx';
import { CancellationPanels } from './cancellation/CancellationPanels.tsx';
import { FleetPanel } from './live/FleetPanel.tsx';
import { SaleFigures } from './live/SaleFigures.tsx';
import { SaleSwitch } from './live/SaleSwitch.tsx';
import { StockPanel } from './live/StockPanel.tsx';
import { useLiveSale } from './use-live-sale.ts';

const route = getRouteApi('/signed-in/events/$eventId/sale');

/** The sale of an event as it runs, and its cancellation. */
export function SalePage() {
  const { eventId } = route.useParams();
  const { sale, isOld } = useLiveSale(eventId);
  const event = useQuery(eventQuery(eventId));
  const may = useMay();
  return (
    <Loaded query={{ data: sale, error: null }}>
      {(live) => (
        <Stack gap={0}>
          {isOld ? (
            <Alert color="warn" mb="md">
              {m.sale_interrupted()}
            </Alert>
          ) : null}
          {event.data === undefined ? null : <SaleSwitch sale={live} event={event.data} />}
          {live.status === 'cancelled' ? <CancellationPanels eventId={eventId} /> : null}
          <SaleFigures sale={live} />
          <StockPanel sale={live} />
          <FleetPanel sale={live} />
          {isCancellable(live) && may('orders.refund', eventId) ? (
            <CancelPanel sale={live} />
          ) : null}
          <Text size="sm" c="dimmed">
            {m.sale_now({ time: formatMoment(live.at) })}
          </Text>
        </Stack>
      )}
    </Loaded>
  );
}

function isCancellable({ status }: LiveSale): boolean {
  return status === 'on_sale' || status === 'paused' || status === 'closed';
}
