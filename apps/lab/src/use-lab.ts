import type { LoadStats } from '@onsale/api-client';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LabFeed, LabState } from './data/lab-feed.ts';
import type { StoredRun } from './data/stored-run.ts';

export const LabFeedContext = createContext<LabFeed | undefined>(undefined);
/** The run of the past that the page shows instead of the newest. */
export const StoredRunContext = createContext<StoredRun | undefined>(undefined);

export function useLabFeed(): LabFeed {
  const feed = useContext(LabFeedContext);
  if (feed === undefined) throw new Error('there is no feed above this part of the page');
  return feed;
}

/**
 * A part of what the page knows. `select` must return the same value for the same state: a field,
 * not an object that it makes.
 */
export function useLab<Selected>(select: (state: LabState) => Selected): Selected {
  const feed = useLabFeed();
  return useSyncExternalStore(feed.subscribe, () => select(feed.state()));
}

export function useStoredRun(): StoredRun | undefined {
  return useContext(StoredRunContext);
}

/** The statistics of the run that is shown: a stored one, or the newest. */
export function useShownStats(): LoadStats | undefined {
  const stored = useStoredRun();
  const newest = useLab((state) => state.stats);
  return stored?.report ?? newest;
}
