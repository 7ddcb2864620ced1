import type { EntranceProgress } from '@onsale/api-client';
import { formatClock, formatDay, wallClockOf } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { eventQuery } from '../events/event-queries.ts';
import { entranceQuery } from './entrance-queries.ts';
import { nameOfEntrance } from './words-of-entrance.ts';

/** How it goes at the entrance of the event whose pages these are; the frame of the pages follows it for all. */
export const EntranceContext = createContext<{
  eventId: string;
  progress: EntranceProgress | undefined;
  isOld: boolean;
}>({ eventId: '', progress: undefined, isOld: false });

export function useEntrance() {
  return use(EntranceContext);
}

/** The entrances of the event; none until they are known. */
export function useEntrances() {
  return useQuery(entranceQuery(useEntrance().eventId)).data?.settings.entrances ?? [];
}

/** What an entrance is called; one that was removed, by its id. */
export function useEntranceNames(): (entranceId: string) => string {
  const entrances = useEntrances();
  return (entranceId) => {
    const found = entrances.find((each) => each.entranceId === entranceId);
    return found === undefined ? entranceId : nameOfEntrance(found);
  };
}

/** The zone by whose clock the event runs (IANA); that of the reader where it has none. */
export function zoneOf(event: { timeZone?: string } | undefined): string {
  return event?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Writes moments by the clock of the event, with the day where it is not the present one there. */
export function useClock(): (iso: string) => string {
  const { eventId, progress } = useEntrance();
  const timeZone = zoneOf(useQuery(eventQuery(eventId)).data?.event);
  const dayOf = (iso: string) => wallClockOf(iso, timeZone).slice(0, 10);
  const today = progress === undefined ? undefined : dayOf(progress.at);
  return (iso) => {
    const clock = formatClock(iso, timeZone);
    return dayOf(iso) === today ? clock : `${formatDay(dayOf(iso))}, ${clock}`;
  };
}
