import { SegmentedControl, Stack, Text } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LoadedPages } from '../../app/LoadedPages.tsx';
import { m } from '../../app/texts.ts';
import { EmptyView } from '../../ui/EmptyView.tsx';
import { scansQuery } from '../entrance-queries.ts';
import { ConflictCard } from './ConflictCard.tsx';

const route = getRouteApi('/signed-in/events/$eventId/entrance/conflicts');

/** Tickets that let in somebody who would not have been, had every device known all; until somebody has looked. */
export function ConflictsPage() {
  const { eventId } = route.useParams();
  const { show = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const scans = useInfiniteQuery(scansQuery(eventId, { conflicts: show }));
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {m.entrance_conflicts_about()}
      </Text>
      <SegmentedControl
        aria-label={m.entrance_conflicts_show()}
        style={{ alignSelf: 'flex-start' }}
        value={show}
        data={[
          { value: 'open', label: m.entrance_conflicts_to_review() },
          { value: 'all', label: m.entrance_filter_all() },
        ]}
        onChange={(next) =>
          void navigate({ search: next === 'all' ? { show: 'all' } : {}, replace: true })
        }
      />
      <LoadedPages
        query={scans}
        empty={
          <EmptyView
            icon={<IconMoodCheck />}
            title={m.entrance_conflicts_none_title()}
            text={m.entrance_conflicts_none_text()}
          />
        }
      >
        {(rows) => (
          <Stack component="ul" gap="sm" p={0} m={0} aria-label={m.entrance_page_conflicts()}>
            {rows.map((scan) => (
              <ConflictCard key={scan.scanId} scan={scan} />
            ))}
          </Stack>
        )}
      </LoadedPages>
    </Stack>
  );
}
