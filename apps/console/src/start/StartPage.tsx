import { officeApi, pollEvery, type Start } from '@onsale/api-client';
import { IconCalendarPlus } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { ButtonLink } from '../app/links.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { useMay } from '../app/use-me.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { PageTitle } from '../ui/PageTitle.tsx';
import { AttentionPanel } from './AttentionPanel.tsx';
import { OnSalePanel } from './OnSalePanel.tsx';
import { TodayPanel } from './TodayPanel.tsx';

const REFRESH_MS = 10_000;

const startQuery = queryOptions({
  queryKey: ['start'],
  queryFn: ({ signal }) => officeApi.get('/v1/start', { signal }),
  refetchInterval: pollEvery(REFRESH_MS),
});

/** What one wants to know on opening the console. */
export function StartPage() {
  const start = useQuery(startQuery);
  return (
    <>
      <PageTitle title={m.app_nav_start()} />
      <Loaded query={start}>{(start) => <Content start={start} />}</Loaded>
    </>
  );
}

function Content({ start }: { start: Start }) {
  const may = useMay();
  if (start.isEmpty && may('events.write')) {
    return (
      <EmptyView
        icon={<IconCalendarPlus />}
        title={m.start_empty_title()}
        text={m.start_empty_text()}
      >
        <ButtonLink to="/events">{m.start_empty_do()}</ButtonLink>
      </EmptyView>
    );
  }
  return (
    <>
      <AttentionPanel attention={start.attention} />
      {start.today === undefined ? null : <TodayPanel today={start.today} />}
      <OnSalePanel start={start} />
    </>
  );
}
