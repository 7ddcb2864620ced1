import type { EntranceProgress } from '@onsale/api-client';
import { Alert } from '@mantine/core';
import { formatCount } from '@onsale/i18n';
import { TextLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { DevicesPanel } from './devices/DevicesPanel.tsx';
import { EntrancesPanel } from './now/EntrancesPanel.tsx';
import { HourPanel } from './now/HourPanel.tsx';
import { InPanel } from './now/InPanel.tsx';
import { DaysPanel, TypesPanel } from './now/SharePanels.tsx';
import { useEntrance } from './use-entrance.ts';

/** How it goes at the entrance, and what scans there. */
export function NowPage() {
  const { progress } = useEntrance();
  return (
    <Loaded query={{ data: progress, error: null }}>
      {(now) => (
        <>
          <ConflictsNote progress={now} />
          {/* Before the evening, what matters is that something scans. */}
          {isBegun(now) ? null : <DevicesPanel progress={now} />}
          <InPanel progress={now} />
          <EntrancesPanel progress={now} />
          {isBegun(now) ? <DevicesPanel progress={now} /> : null}
          <HourPanel progress={now} />
          <TypesPanel progress={now} />
          <DaysPanel progress={now} />
        </>
      )}
    </Loaded>
  );
}

const isBegun = ({ days }: EntranceProgress) => days.some((day) => day.in > 0);

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
