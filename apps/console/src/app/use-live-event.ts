import {
  type EntranceProgress,
  followStream,
  type LiveLine,
  type LiveSale,
} from '@onsale/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ME_KEY } from './query-client.ts';

/** The office speaks every second. */
const SILENCE_MS = 10_000;

/** What there is to follow of an event, by its path below that of the event. */
interface Streams {
  'sale/stream': LiveSale;
  'line/stream': LiveLine;
  'entrance/progress/stream': EntranceProgress;
}

/** What a stream of an event tells; `isOld` while the connection is lost. */
export function useLiveEvent<Path extends keyof Streams>(
  eventId: string,
  stream: Path,
): { told: Streams[Path] | undefined; isOld: boolean } {
  const [told, setTold] = useState<Streams[Path]>();
  const [isOld, setOld] = useState(false);
  const client = useQueryClient();
  useEffect(
    () =>
      followStream({
        url: `/api/v1/events/${encodeURIComponent(eventId)}/${stream}`,
        event: 'message',
        silenceMs: SILENCE_MS,
        onMessage: (data) => setTold(data as Streams[Path]),
        onState: ({ phase }) => {
          const isLost = phase === 'interrupted';
          setOld(isLost);
          // A stream does not say why it was refused: maybe the session, or the right, has ended.
          if (isLost) void client.invalidateQueries({ queryKey: ME_KEY });
        },
      }),
    [eventId, stream, client],
  );
  return { told: told?.eventId === eventId ? told : undefined, isOld };
}
