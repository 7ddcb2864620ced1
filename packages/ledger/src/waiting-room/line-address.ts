import {
  lineAwayKey,
  lineDrawKey,
  lineKey,
  lineLobbyKey,
  lineNetworksKey,
  linePlacesKey,
  lineSlowedKey,
  lineTurnsKey,
  lineWaitingKey,
} from '../keys.ts';

/** Which line: that of an event, in the shard of the event. */
export interface LineAddress {
  shard: number;
  eventId: string;
}

/** The keys that every script of a line gets first, in the order in which `line.lua` takes them. */
export function lineKeysOf({ shard, eventId }: LineAddress): [string, ...string[]] {
  return [
    lineKey(shard, eventId),
    linePlacesKey(shard, eventId),
    lineLobbyKey(shard, eventId),
    lineWaitingKey(shard, eventId),
    lineTurnsKey(shard, eventId),
    lineSlowedKey(shard, eventId),
    lineAwayKey(shard, eventId),
    lineNetworksKey(shard, eventId),
  ];
}

/** The same, and the draw. */
export function keysWithDrawOf(line: LineAddress): [string, ...string[]] {
  return [...lineKeysOf(line), lineDrawKey(line.shard, line.eventId)];
}
