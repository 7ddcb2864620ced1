import { ApiError, type LiveLine } from '@onsale/contracts';
import {
  given,
  type Ledger,
  lineRulesOf,
  readLineReport,
  readLineSettings,
  readTimeMs,
  type ReportedLine,
  type StoredEvent,
  stockKey,
} from '@onsale/ledger';
import { shareResult } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { LiveEvents } from '../live/live-events.ts';

const FRESH_MS = 500;
/** The waiting room reports every half second, or two while nobody is in the line. */
const WORKED_ON_MS = 6000;

/** The lines of events as they go on. */
export function openLiveLines(
  parts: Pick<OfficeParts, 'authenticate' | 'ledger'>,
): LiveEvents<LiveLine> {
  const open = async (eventId: string) => {
    await findLine(parts.ledger(), eventId);
    return shareResult(async () => await readLiveLine(parts.ledger(), eventId), FRESH_MS);
  };
  return new LiveEvents(parts, { right: 'events.read', open });
}

/** An event with a waiting room; throws `ApiError` 404 otherwise. */
export async function findLine(ledger: Ledger, eventId: string): Promise<StoredEvent> {
  const event = await findEvent(ledger, eventId);
  if (lineRulesOf(event.document) === undefined) {
    throw new ApiError('LINE_NOT_FOUND', 'this event has no waiting room');
  }
  return event;
}

async function readLiveLine(ledger: Ledger, eventId: string): Promise<LiveLine> {
  const { shard, document } = await findLine(ledger, eventId);
  const [reported, settings, nowMs] = await Promise.all([
    readLineReport(ledger, { shard, eventId }),
    readLineSettings(ledger, { shard, eventId }),
    readTimeMs(ledger, stockKey(shard)),
  ]);
  return {
    ...{ at: isoOf(reported?.atMs ?? nowMs), eventId, name: document.name, settings },
    ...given({ timeZone: document.timeZone }),
    isWorkedOn: reported !== undefined && reported.ageMs < WORKED_ON_MS,
    ...showReport(reported?.report),
  };
}

function showReport(report: ReportedLine | undefined) {
  if (report === undefined) {
    return { slowed: 0, away: 0, joined: 0, admitted: 0, served: 0, missed: 0, left: 0 };
  }
  const { line, state, perMinute, trouble } = report;
  const { slowed, away, joined, admitted, served, missed, left, openedAtMs, draw } = state;
  return {
    ...{ told: line, perMinute, slowed, away, joined, admitted, served, missed, left },
    ...given({
      trouble,
      openedAt: openedAtMs === undefined ? undefined : isoOf(openedAtMs),
      drawAt: draw?.drawAtMs === undefined ? undefined : isoOf(draw.drawAtMs),
    }),
  };
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
