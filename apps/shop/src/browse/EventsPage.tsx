import { Button, Loading, Notice } from '@onsale/ui';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { eventListQuery } from '../app/queries.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { m } from '../paraglide/messages.js';
import { EventList } from './EventList.tsx';
import { choicesOf, countLimits, offersSearch, readSearch, writeSearch } from './event-search.ts';
import { EventSearchBar } from './EventSearchBar.tsx';
import classes from './EventsPage.module.css';
import { readReturnPoint } from './return-point.ts';

/** `/`: everything that tickets are sold for, the next one first. */
export function EventsPage() {
  const [returnPoint] = useState(readReturnPoint);
  const [params, setParams] = useSearchParams();
  const search = readSearch(params);
  const list = useInfiniteQuery({
    ...eventListQuery(search),
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages;
  // An event may be on two pages for a moment, when others have come or gone between them.
  const found = new Map(pages?.flatMap(({ events }) => events.map((event) => [event.id, event])));
  const events = [...found.values()];
  const isSearched = countLimits(search) > 0;
  const clear = () =>
    setParams((now) => writeSearch(now, { q: '', category: '', city: '', from: '', to: '' }));
  return (
    <ShopPage
      title={m.events_title()}
      notice={<TroubleNotice query={list} />}
      keepsPlace={returnPoint !== undefined}
    >
      <div className={classes.title}>
        <h1>{m.events_title()}</h1>
        <p className={classes.intro} role="status">
          {pages === undefined || list.isPlaceholderData
            ? ' '
            : intro(events.length, list.hasNextPage, isSearched)}
        </p>
      </div>
      {pages !== undefined && offersSearch(search, events.length, list.hasNextPage) ? (
        <EventSearchBar
          search={search}
          categories={choicesOf('category', pages[0]?.categories, events, search.category)}
          cities={choicesOf('city', pages[0]?.cities, events, search.city)}
          onChange={(change) => setParams((now) => writeSearch(now, change), { replace: true })}
        />
      ) : null}
      {pages === undefined ? (
        <Loading words={{ text: m.loading(), slow: m.loading_slow() }} />
      ) : events.length > 0 ? (
        <EventList
          events={events}
          returnPoint={returnPoint}
          isOld={list.isPlaceholderData}
          more={list.hasNextPage ? list.fetchNextPage : undefined}
          isLoadingMore={list.isFetchingNextPage}
        />
      ) : isSearched ? (
        <Notice title={m.events_no_match()} text={m.events_no_match_text()}>
          <Button look="plain" onClick={clear}>
            {m.events_show_all()}
          </Button>
        </Notice>
      ) : (
        <Notice title={m.events_empty()} text={m.events_empty_text()} />
      )}
    </ShopPage>
  );
}

function intro(count: number, hasMore: boolean, isSearched: boolean): string {
  if (count === 0) return ' ';
  if (hasMore) return isSearched ? m.events_found_more({ count }) : m.events_by_date();
  return isSearched ? m.events_found({ count }) : m.events_intro({ count });
}
