import { dayOf } from '@onsale/check-in';
import type { EntranceProgress } from '@onsale/contracts';
import {
  countOpenConflicts,
  countRefusedScans,
  countScansOfDevices,
  entranceRules,
  readCheckInCounts,
  readDevices,
  readEntranceSettings,
  readTicketCounts,
  readVoidCheckInCounts,
} from '@onsale/records';
import { shareResult } from '@onsale/service';
import type { OfficeParts } from '../app.ts';
import { LiveEvents } from '../live/live-events.ts';
import { composeProgress } from './compose-progress.ts';
import { findEntranceEvent } from './find-entrance-event.ts';
import { showDevice } from './show-device.ts';

const FRESH_MS = 500;
/** Reading takes no more than so much of the time, however many tickets an event has. */
const SHARE = 0.1;
/** What changes seldom, or has to look at every scan of an evening. */
const SLOW_FRESH_MS = 5000;

/** How it goes at the entrances of events. */
export function openProgress(
  parts: Pick<OfficeParts, 'authenticate' | 'ledger' | 'records'>,
): LiveEvents<EntranceProgress> {
  const open = async (eventId: string) => {
    await findEntranceEvent(parts, eventId);
    return progressOf(parts, eventId);
  };
  return new LiveEvents(parts, { right: 'checkins.write', open });
}

function progressOf(
  parts: Pick<OfficeParts, 'ledger' | 'records'>,
  eventId: string,
): () => Promise<EntranceProgress> {
  const { records } = parts;
  const readSlow = shareResult(async () => {
    const event = await findEntranceEvent(parts, eventId);
    const [tickets, voidCheckIns] = await Promise.all([
      readTicketCounts(records, eventId),
      readVoidCheckInCounts(records, eventId),
    ]);
    return { event, tickets, voidCheckIns };
  }, paced(SLOW_FRESH_MS));
  const readScans = shareResult(async () => {
    const [refused, counts] = await Promise.all([
      countRefusedScans(records, eventId, await readToday()),
      countScansOfDevices(records, { eventId }),
    ]);
    return { refused, counts };
  }, paced(SLOW_FRESH_MS));

  async function readRules() {
    const [{ event }, { settings }] = await Promise.all([
      readSlow(),
      readEntranceSettings(records, eventId),
    ]);
    return entranceRules(event, settings);
  }
  async function readToday(): Promise<string | undefined> {
    const rules = await readRules();
    const day = dayOf(Date.now(), rules);
    return rules.days.includes(day) ? day : undefined;
  }

  return shareResult(async () => {
    const [rules, today, slow, { refused, counts }] = await Promise.all([
      ...([readRules(), readToday(), readSlow(), readScans()] as const),
    ]);
    const [checkIns, openConflicts, devices] = await Promise.all([
      readCheckInCounts(records, eventId),
      countOpenConflicts(records, eventId),
      readDevices(records, { eventId }, counts),
    ]);
    const nowMs = Date.now();
    return {
      ...{ at: new Date(nowMs).toISOString(), eventId },
      ...composeProgress(rules, { ...slow, checkIns }, { today, nowMs }),
      ...{ refused, openConflicts, devices: devices.map(showDevice) },
    };
  }, paced(FRESH_MS));
}

const paced = (leastMs: number) => (tookMs: number) => Math.max(leastMs, tookMs / SHARE);
