import {
  lineAwayKey,
  lineHistoryKey,
  lineDrawKey,
  lineKey,
  lineLobbyKey,
  lineNetworksKey,
  linePlacesKey,
  lineReportKey,
  lineSettingsKey,
  lineSlowedKey,
  lineTurnsKey,
  lineWaitingKey,
} from '../keys.ts';
import type { EventDocument } from '../events/event-document.ts';
import { endMsOf } from '../events/sales-window.ts';
import type { Ledger } from '../ledger.ts';
import type { LineAddress } from './line-address.ts';

/** How long the places of a line stay after the end of its event. */
const KEEP_LINE_MS = 7 * 86_400_000;

/** When the line of an event is to be removed (`removeLine`): Unix time in ms; `Infinity` for a rehearsal. */
export function lineEndMsOf(event: EventDocument): number {
  const endMs = endMsOf(event);
  return endMs === 0 ? Infinity : endMs + KEEP_LINE_MS;
}

/** All keys of a line. */
export function allLineKeysOf({ shard, eventId }: LineAddress): string[] {
  const keys = [lineKey, lineSettingsKey, linePlacesKey, lineLobbyKey, lineWaitingKey];
  const more = [lineTurnsKey, lineSlowedKey, lineAwayKey, lineNetworksKey, lineDrawKey];
  const told = [lineReportKey, lineHistoryKey];
  return [...keys, ...more, ...told].map((key) => key(shard, eventId));
}

/** Removes a line with all that is known of it. Redis frees it in the background, however long it is. */
export async function removeLine(ledger: Pick<Ledger, 'redis'>, line: LineAddress): Promise<void> {
  const keys = allLineKeysOf(line);
  await ledger.redis.command(keys[0] ?? '', ['UNLINK', ...keys]);
}
