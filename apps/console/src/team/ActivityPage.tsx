import type { Activity } from '@onsale/api-client';
import { formatMoment } from '@onsale/i18n';
import { Badge, Group, Select, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { TextLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { ChangeDetails } from './ChangeDetails.tsx';
import { activityQuery, type ActivitySearch, membersQuery } from './team-queries.ts';
import { wordsOfAction } from './words-of-action.ts';

const route = getRouteApi('/signed-in/activity');

/** Who has changed what. */
export function ActivityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const activity = useInfiniteQuery(activityQuery(search));
  const { events, nameOf } = useEventNames();
  const isOwner = useMayForAll()('team.write');
  const members = useQuery({ ...membersQuery, enabled: isOwner }).data?.items ?? [];
  const memberNameOf = (id: string) => members.find(({ memberId }) => memberId === id)?.name;
  return (
    <>
      <PageTitle title={m.app_nav_activity()} about={m.team_activity_about()} />
      <Group mb="md" align="flex-end" gap="sm">
        {isOwner ? (
          <Select
            label={m.team_member()}
            placeholder={m.team_everybody()}
            clearable
            searchable
            data={members.map(({ memberId, name }) => ({ value: memberId, label: name }))}
            value={search.actorId ?? null}
            onChange={(actorId) =>
              void navigate({
                search: withFilter(search, 'actorId', actorId),
              })
            }
          />
        ) : null}
        <Select
          label={m.team_event()}
          placeholder={m.team_all_events()}
          clearable
          searchable
          data={events.map(({ eventId, name }) => ({ value: eventId, label: name }))}
          value={search.eventId ?? null}
          onChange={(eventId) =>
            void navigate({
              search: withFilter(search, 'eventId', eventId),
            })
          }
        />
      </Group>
      <LoadedPages
        query={activity}
        empty={
          <EmptyView
            icon={<IconHistory />}
            title={m.team_activity_none_title()}
            text={m.team_activity_none_text()}
          />
        }
      >
        {(rows) => (
          <RowList
            label={m.app_nav_activity()}
            rows={rows}
            rowKey={({ activityId }) => String(activityId)}
            columns={columns({ event: nameOf, member: memberNameOf })}
          />
        )}
      </LoadedPages>
    </>
  );
}

function withFilter(
  search: ActivitySearch,
  name: keyof ActivitySearch,
  value: string | null,
): ActivitySearch {
  const others = Object.entries(search).filter(([key]) => key !== name);
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}

interface Names {
  event: (eventId: string) => string;
  /** Undefined where it is not known: members that were removed, and to those who may not see the team. */
  member: (memberId: string) => string | undefined;
}

/** What was changed, such as `order:01m8…`: by its name, or leading to its page. */
function Subject({ subject, names }: { subject: string; names: Names }) {
  const [, kind = '', id = ''] = /^(\w+):(.+)$/.exec(subject) ?? [];
  const name = kind === 'member' ? names.member(id) : undefined;
  if (name !== undefined) return name;
  if (kind === 'event') return names.event(id);
  const words = (
    <Text span size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
      {kind === 'order' ? id : subject}
    </Text>
  );
  if (kind !== 'order') return words;
  return (
    <TextLink to="/orders/$orderId" params={{ orderId: id }}>
      {words}
    </TextLink>
  );
}

function columns(names: Names): Column<Activity>[] {
  return [
    {
      label: m.team_what(),
      isHeadline: true,
      render: ({ action, outcome }) => (
        <Group gap="xs">
          {wordsOfAction(action)}
          {outcome === 'done' ? null : (
            <Badge color={outcome === 'refused' ? 'bad' : 'warn'}>
              {outcome === 'refused' ? m.team_refused_change() : m.team_unknown_change()}
            </Badge>
          )}
        </Group>
      ),
    },
    { label: m.team_who(), render: ({ actorName }) => actorName },
    { label: m.team_when(), render: ({ at }) => formatMoment(at) },
    {
      label: m.team_event(),
      isOptional: true,
      render: ({ eventId }) => (eventId === undefined ? '' : names.event(eventId)),
    },
    {
      label: m.team_subject(),
      render: ({ subject }) => <Subject {...{ subject, names }} />,
    },
    { label: '', render: (activity) => <ChangeDetails activity={activity} /> },
  ];
}
