import { ActionIcon, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch, IconTicket, IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ButtonLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { Notice } from '../ui/Notice.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { eventsQuery, type EventSearch } from './event-queries.ts';
import { EventRows } from './EventRows.tsx';

const route = getRouteApi('/signed-in/events');

/** As one types, and not at each letter. */
const PAUSE_MS = 250;

/** `/events`: all that one may see, found as one types. */
export function EventsPage() {
  const search = route.useSearch();
  const events = useInfiniteQuery(eventsQuery(search));
  const mayCreate = useMayForAll()('events.write');
  const isNarrow = search.q !== undefined || search.status !== undefined;
  const isEmpty = events.data?.pages[0]?.items.length === 0;
  if (isEmpty && !isNarrow && (search.when ?? 'upcoming') === 'upcoming') {
    return <NoEvents mayCreate={mayCreate} />;
  }
  return (
    <>
      <PageTitle title={m.events_title()}>{mayCreate ? <NewEventButton /> : null}</PageTitle>
      <SearchBar search={search} />
      <LoadedPages
        query={events}
        empty={
          <Notice
            icon={<IconSearch />}
            title={m.events_none_found_title()}
            text={m.events_none_found_text()}
          >
            <ButtonLink to="/events" search={{ when: 'all' }} variant="default">
              {m.events_show_all()}
            </ButtonLink>
          </Notice>
        }
      >
        {(found) => <EventRows events={found} />}
      </LoadedPages>
    </>
  );
}

function NewEventButton() {
  return (
    <ButtonLink to="/events/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {m.events_new()}
    </ButtonLink>
  );
}

function NoEvents({ mayCreate }: { mayCreate: boolean }) {
  return (
    <Notice icon={<IconTicket />} title={m.events_empty_title()} text={m.events_empty_text()}>
      {mayCreate ? <NewEventButton /> : null}
      <ButtonLink to="/events" search={{ when: 'all' }} variant="default">
        {m.events_show_all()}
      </ButtonLink>
    </Notice>
  );
}

function SearchBar({ search }: { search: EventSearch }) {
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const find = useDebouncedCallback((q: string) => {
    void navigate({
      search: ({ q: _before, ...rest }) => (q.trim() === '' ? rest : { ...rest, q: q.trim() }),
      replace: true,
    });
  }, PAUSE_MS);
  const type = (next: string) => {
    setText(next);
    find(next);
  };
  return (
    <Group mb="md" align="flex-end" gap="sm">
      <TextInput
        label={m.events_search()}
        placeholder={m.events_search_hint()}
        style={{ flex: '1 1 16rem' }}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          text === '' ? null : (
            <ActionIcon aria-label={m.events_clear()} onClick={() => type('')}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          )
        }
        value={text}
        maxLength={200}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={m.events_filter_status()}
        data={[
          { value: 'upcoming', label: m.events_when_upcoming() },
          { value: 'draft', label: m.events_drafts() },
          { value: 'past', label: m.events_when_past() },
          { value: 'all', label: m.events_status_all() },
        ]}
        value={search.status === 'draft' ? 'draft' : (search.when ?? 'upcoming')}
        onChange={(chosen) => {
          const { q } = search;
          const kept = q === undefined ? {} : { q };
          const narrowed: EventSearch =
            chosen === 'draft' ? { status: 'draft', when: 'all' } : { when: chosen };
          void navigate({ search: { ...kept, ...narrowed }, replace: true });
        }}
      />
    </Group>
  );
}
