import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { OfficeEvent } from '@onsale/api-client';
import { formatMinute, placeOf } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ButtonLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { useMay, useMayForAll } from '../app/use-me.ts';
import { Panel } from '../ui/Panel.tsx';
import { eventQuery } from './event-queries.ts';
import { zoneOf } from './form/event-form.ts';
import { ReadyPanel } from './overview/ReadyPanel.tsx';
import { StockPanel } from './overview/StockPanel.tsx';
import { SharePanel } from './share/SharePanel.tsx';
import { startOf } from './words-of-event.ts';

const route = getRouteApi('/signed-in/events/$eventId');

/** `/events/:eventId`: how an event stands, where it is sold, and what is still to do. */
export function OverviewPage() {
  const { eventId } = route.useParams();
  const query = useQuery(eventQuery(eventId));
  const mayEdit = useMay()('events.write', eventId);
  const mayRehearse = useMayForAll()('sale.control');
  return (
    <Loaded query={query}>
      {(event) => (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Stack>
            {event.status === 'draft' && mayEdit ? <ReadyPanel {...event} /> : null}
            <StockPanel event={event} />
            {mayRehearse && event.status !== 'cancelled' ? <RehearseLink event={event} /> : null}
          </Stack>
          <Stack>
            <Dates event={event} />
            <SharePanel url={event.url} eventId={eventId} />
          </Stack>
        </SimpleGrid>
      )}
    </Loaded>
  );
}

function RehearseLink({ event: { eventId, event, isOver } }: { event: OfficeEvent }) {
  if (event.rehearsal === true || isOver) return null;
  return (
    <Panel title={m.rehearsal_title()}>
      <Text size="sm" mb="sm">
        {m.rehearsal_about()}
      </Text>
      <ButtonLink to="/rehearsal" search={{ event: eventId }} variant="default">
        {m.rehearsal_plan()}
      </ButtonLink>
    </Panel>
  );
}

function Dates({ event: { event } }: { event: OfficeEvent }) {
  const zone = zoneOf(event);
  const at = (iso: string) => formatMinute(iso, zone);
  const window = [
    ...(event.salesFrom === undefined
      ? []
      : [m.events_sales_window_from({ from: at(event.salesFrom) })]),
    ...(event.salesTo === undefined ? [] : [m.events_sales_window_to({ to: at(event.salesTo) })]),
  ];
  const facts: [string, string][] = [
    [m.events_starts(), startOf(event)],
    ...(event.doorsAt === undefined
      ? []
      : ([[m.events_doors(), at(event.doorsAt)]] as [string, string][])),
    ...(event.endsAt === undefined
      ? []
      : ([[m.events_ends(), at(event.endsAt)]] as [string, string][])),
    [m.events_venue(), placeOf(event)],
    [
      m.events_sales_window(),
      window.length === 0 ? m.events_sales_window_open() : window.join(', '),
    ],
  ];
  return (
    <Paper withBorder p="md" component="section" aria-label={m.events_when()}>
      <Title order={2} size="h4" mb="sm">
        {m.events_when()}
      </Title>
      <dl style={{ margin: 0 }}>
        {facts.map(([label, value]) => (
          <div key={label} style={{ marginBlockEnd: '0.5rem' }}>
            <Text component="dt" size="sm" c="dimmed">
              {label}
            </Text>
            <Text component="dd" m={0}>
              {value}
            </Text>
          </div>
        ))}
      </dl>
      <Text size="sm" c="dimmed">
        {m.events_zone_named({ zone })}
      </Text>
    </Paper>
  );
}
