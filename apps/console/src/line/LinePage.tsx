import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { LiveLine, OfficeEvent } from '@onsale/api-client';
import { formatMoment } from '@onsale/i18n';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { useLiveEvent } from '../app/use-live-event.ts';
import { useMay } from '../app/use-me.ts';
import { eventQuery } from '../events/event-queries.ts';
import { DrawPanel } from './DrawPanel.tsx';
import { HistoryPanels } from './HistoryPanels.tsx';
import { LineFigures } from './LineFigures.tsx';
import { LineSwitch } from './LineSwitch.tsx';
import { SteeringPanel } from './SteeringPanel.tsx';
import { useLineChange } from './use-line-change.ts';

const route = getRouteApi('/signed-in/events/$eventId/line');

/** The line of an event as it goes on, and what the team decides about it. */
export function LinePage() {
  const { eventId } = route.useParams();
  const { told, isOld } = useLiveEvent(eventId, 'line/stream');
  const event = useQuery(eventQuery(eventId));
  const both = told && event.data ? { line: told, event: event.data } : undefined;
  return (
    <Loaded query={{ data: both, error: null }}>
      {(seen) => (
        <Stack gap={0}>
          {isOld ? (
            <Alert color="warn" mb="md">
              {m.line_interrupted()}
            </Alert>
          ) : null}
          <LineView {...seen} />
        </Stack>
      )}
    </Loaded>
  );
}

function LineView({ line, event }: { line: LiveLine; event: OfficeEvent }) {
  const steering = useLineChange(line);
  const canSteer = useMay()('sale.control', line.eventId);
  const shown = { ...line, settings: steering.settings };
  return (
    <>
      {line.isWorkedOn || line.told === undefined ? null : (
        <Alert color="bad" mb="md" role="alert">
          {m.line_not_worked_on()}
        </Alert>
      )}
      <LineSwitch line={shown} event={event} canSteer={canSteer} {...steering} />
      <LineFigures line={shown} />
      {canSteer ? <SteeringPanel line={shown} {...steering} /> : null}
      <HistoryPanels line={shown} />
      <DrawPanel line={shown} event={event} />
      <Text size="sm" c="dimmed">
        {m.line_now({ time: formatMoment(line.at) })}
      </Text>
    </>
  );
}
