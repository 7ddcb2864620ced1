import { IconScan, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LoadedPages } from '../../app/LoadedPages.tsx';
import { m } from '../../app/texts.ts';
import { EmptyView } from '../../ui/EmptyView.tsx';
import { scansQuery } from '../entrance-queries.ts';
import { LogFilter } from './LogFilter.tsx';
import { ScanList } from './ScanList.tsx';

const route = getRouteApi('/signed-in/events/$eventId/entrance/log');

/** Everything that was scanned, the newest first, without names. */
export function LogPage() {
  const { eventId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const scans = useInfiniteQuery(scansQuery(eventId, search));
  return (
    <>
      <LogFilter
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
      <LoadedPages query={scans} empty={<Nothing isFiltered={Object.keys(search).length > 0} />}>
        {(rows) => <ScanList scans={rows} />}
      </LoadedPages>
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyView
      icon={<IconSearchOff />}
      title={m.entrance_log_none_found_title()}
      text={m.entrance_log_none_found_text()}
    />
  ) : (
    <EmptyView
      icon={<IconScan />}
      title={m.entrance_log_none_title()}
      text={m.entrance_log_none_text()}
    />
  );
}
