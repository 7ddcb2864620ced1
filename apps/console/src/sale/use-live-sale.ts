import { followStream, type LiveSale } from '@onsale/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ME_KEY } from '../app/query-client.ts';

/** The office speaks every second. */
const SILENCE_MS = 10_000;

/** The sale of an event as it runs; `isOld` while the connection is lost. */
export function useLiveSale(eventId: string): { sale: LiveSale | undefined; isOld: boolean } {
  const [sale, setSale] = useState<LiveSale>();
  const [isOld, setOld] = useState(false);
  const client = useQueryClient();
  useEffect(
    () =>
      followStream({
        url: `/api/v1/events/${encodeURIComponent(eventId)}/sale/stream`,
        event: 'message',
        silenceMs: SILENCE_MS,
        onMessage: (data) => setSale(data as LiveSale),
        onState: ({ phase }) => {
          const isLost = phase === 'interrupted';
          setOld(isLost);
          // A stream does not say why it was refused: maybe the session, or the right, has ended.
          if (isLost) void client.invalidateQueries({ queryKey: ME_KEY });
        },
      }),
    [eventId, client],
  );
  return { sale: sale?.eventId === eventId ? sale : undefined, isOld };
}
