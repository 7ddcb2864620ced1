import { useMemo } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { troubleOf } from '@onsale/api-client';
import { m } from '../paraglide/messages.js';
import { Notice, useSecondsUntil } from '@onsale/ui';

/** Says why the page may be old, or empty, and when it is tried again. Nothing when all is well. */
export function TroubleNotice({ query }: { query: UseQueryResult }) {
  const { fetchStatus, failureCount, failureReason, isError } = query;
  // The moment of the next try is fixed when a try has failed, not with each drawing.
  const trouble = useMemo(
    () => troubleOf({ fetchStatus, failureCount, failureReason, isError }),
    [fetchStatus, failureCount, failureReason, isError],
  );
  const seconds = useSecondsUntil(trouble?.nextTryAtMs ?? 0);
  if (trouble === undefined) return null;
  // A page that was opened without a network has not seen it go.
  const isOffline = trouble.kind === 'unreachable' && !navigator.onLine;
  if (isOffline || trouble.kind === 'offline') {
    return <Notice live tone="warn" title={m.trouble_offline()} text={m.trouble_offline_text()} />;
  }
  const next = seconds > 0 ? m.trouble_retry({ seconds }) : m.trouble_retry_now();
  return (
    <Notice
      live
      tone="warn"
      title={titles[trouble.kind]()}
      text={query.data === undefined ? next : `${m.trouble_stale()} ${next}`}
    />
  );
}

const titles = {
  busy: m.trouble_busy,
  paused: m.trouble_paused,
  unreachable: m.trouble_unreachable,
};
