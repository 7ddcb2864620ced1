import type { EntranceProgress } from '@onsale/api-client';
import { Alert } from '@mantine/core';
import { formatCount } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { DevicesPanel } from './devices/DevicesPanel.tsx';
import { entranceQuery } from './entrance-queries.ts';
import { EntrancesPanel } from './now/EntrancesPanel.tsx';
import { HourPanel } from './now/HourPanel.tsx';
import { InPanel } from './now/InPanel.tsx';
import { DaysPanel, TypesPanel } from './now/SharePanels.tsx';
import { savedStrayTypes } from './setup/stray-days.ts';
import { StrayDaysNote } from './setup/StrayDaysNote.tsx';
import { useEntrance } from './use-entrance.ts';

/** How it goes at the entrance, and what scans there. */
export function NowPage() {
  const { progress } = useEntrance();
  return (
    <Loaded query={{ data: progress, error: null }}>
      {(now) => (
        <>
          <ConflictsNote progress={now} />
          <MovedNote eventId={now.eventId} />
          {inOrder(now)}
          <HourPanel progress={now} />
          <TypesPanel progress={now} />
          <DaysPanel progress={now} />
        </>
      )}
    </Loaded>
  );
}

// Before the evening, what matters is that something scans. By their keys the panels only change places when it
// begins: a code that somebody is about to scan stays.
function inOrder(now: EntranceProgress) {
  const devices = <DevicesPanel key="devices" progress={now} />;
  const counts = [
    <InPanel key="in" progress={now} />,
    <EntrancesPanel key="entrances" progress={now} />,
  ];
  return now.days.some((day) => day.in > 0) ? [...counts, devices] : [devices, ...counts];
}

// The event was moved, and not what was set for its days.
function MovedNote({ eventId }: { eventId: string }) {
  const may = useMay();
  const { data } = useQuery(entranceQuery(eventId));
  return (
    <StrayDaysNote types={data === undefined ? [] : savedStrayTypes(data)}>
      {may('events.write', eventId) ? (
        <TextLink
          to="/events/$eventId/entrance/settings"
          params={{ eventId }}
          fw={600}
          underline="always"
        >
          {m.entrance_stray_look()}
        </TextLink>
      ) : null}
    </StrayDaysNote>
  );
}

function ConflictsNote({ progress: { openConflicts, eventId } }: { progress: EntranceProgress }) {
  if (openConflicts === 0) return null;
  return (
    <Alert color="bad" mb="md">
      {m.entrance_conflicts_open({ count: openConflicts, text: formatCount(openConflicts) })}{' '}
      <TextLink
        to="/events/$eventId/entrance/conflicts"
        params={{ eventId }}
        fw={600}
        underline="always"
      >
        {m.entrance_conflicts_look()}
      </TextLink>
    </Alert>
  );
}
