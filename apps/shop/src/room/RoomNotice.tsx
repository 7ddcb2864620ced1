import type { EventDetails } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Notice } from '@onsale/ui';
import { useSearchParams } from 'wouter';
import { m } from '../paraglide/messages.js';
import { hasLine, linePath } from './waiting-room.ts';

/** Says on the page of an event that its buyers wait for their turn, and leads there; nothing where nobody does. */
export function RoomNotice({ event, nowMs }: { event: EventDetails; nowMs: number }) {
  const [search] = useSearchParams();
  if (!hasLine(event)) return null;
  const { opensAt, lobbyFrom } = event.waitingRoom ?? {};
  const moment = opensAt === undefined ? '' : formatMinute(opensAt);
  return (
    <Notice
      title={m.event_room()}
      text={[
        opensAt === undefined ? m.event_room_open() : m.event_room_lobby({ moment }),
        ...(lobbyFrom === undefined || Date.parse(lobbyFrom) <= nowMs
          ? []
          : [m.event_room_from({ moment: formatMinute(lobbyFrom) })]),
        m.event_room_fill(),
      ].join(' ')}
    >
      <a href={linePath(event.id, search.toString())}>{m.event_room_go()}</a>
    </Notice>
  );
}
