import { createContext, useContext, useSyncExternalStore } from 'react';
import type { LabFeed, LabState } from './data/lab-feed.ts';

export const LabFeedContext = createContext<LabFeed | undefined>(undefined);

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
