import { followStream, type LiveSale } from '@onsale/api-client';
import { useEffect, useState } from 'react';

/** The office speaks every second. */
const SILENCE_MS = 10_000;

/** The sale of an event as it runs; `isOld` while the connection is lost. */
export function useLiveSale(eventId: string): { sale: LiveSale | undefined; isOld: boolean } {
  const [sale, setSale] = useState<LiveSale>();
  const [isOld, setOld] = useState(false);
  useEffect(
    () =>
      followStream({
        url: `/api/v1/events/${encodeURIComponent(eventId)}/sale/stream`,
        event: 'message',
        silenceMs: SILENCE_MS,
        onMessage: (data) => setSale(data as LiveSale),
        onState: ({ phase }) => setOld(phase === 'interrupted'),
      }),
    [eventId],
  );
  return { sale: sale?.eventId === eventId ? sale : undefined, isOld };
}
