import type { EventDocument } from '../events/event-document.ts';
import { salesWindowOf } from '../events/sales-window.ts';

/** How long before its opening a lobby can be entered, unless the event says otherwise. */
const LOBBY_MS = 3_600_000;
const DEFAULT_TURN_MINUTES = 5;
const DEFAULT_PLACES_PER_NETWORK = 50;

/**
 * From when on an order of the event needs an admission: Unix time in ms, 0 when it always does; `automatic` when its
 * line says so; undefined without a waiting room.
 */
export function admissionFromOf(event: EventDocument): number | 'automatic' | undefined {
  const { waitingRoom } = event;
  if (waitingRoom === undefined) return undefined;
  if (waitingRoom.opens === 'automatic') return 'automatic';
  const fromMs = waitingRoom.from === undefined ? 0 : Date.parse(waitingRoom.from);
  return Math.max(fromMs, salesBeginMsOf(event));
}

/** When the lobby can be entered: Unix time in ms; undefined when there is none. */
export function lobbyFromMsOf(event: EventDocument): number | undefined {
  const opensAtMs = admissionFromOf(event);
  if (typeof opensAtMs !== 'number' || opensAtMs === 0) return undefined;
  const { lobbyFrom } = event.waitingRoom ?? {};
  return lobbyFrom === undefined ? opensAtMs - LOBBY_MS : Date.parse(lobbyFrom);
}

/** How long somebody has to order once their turn has begun, in ms. */
export function turnMsOf({ waitingRoom }: EventDocument): number {
  return Math.round((waitingRoom?.turnMinutes ?? DEFAULT_TURN_MINUTES) * 60_000);
}

/** Places of one network after which further ones are slowed. */
export function placesPerNetworkOf({ waitingRoom }: EventDocument): number {
  return waitingRoom?.placesPerNetwork ?? DEFAULT_PLACES_PER_NETWORK;
}

// When the first ticket type that everybody may buy goes on sale; 0 when there is no such moment.
function salesBeginMsOf(event: EventDocument): number {
  const shown = event.tickets.filter(({ hidden }) => hidden !== true);
  const windows =
    shown.length === 0
      ? [salesWindowOf(event)]
      : shown.map((ticket) => salesWindowOf(event, ticket));
  return Math.min(...windows.map(({ fromMs }) => fromMs));
}
