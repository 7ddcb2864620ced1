import {
  ApiError,
  entranceOperations,
  type EntranceRules,
  invalidRequest,
  type LoggedScan,
} from '@onsale/contracts';
import { decideLateScans, readDevices, readScan, readScans, reviewConflict } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { entranceHere } from './entrance-here.ts';
import { showDevice } from './show-device.ts';
import { showScan } from './show-scan.ts';

const PAGE = 50;

/** Registers the routes of the log of the entrance, and of what in it a member has to look at. */
export function registerEntranceLogRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = entranceOperations;

  route(scope, parts, operations.listScans, async ({ actor, params, query }) => {
    const { rules } = await entranceHere(parts, actor, params.eventId);
    const { cursor, limit: size, ...wanted } = query;
    const limit = size === undefined ? PAGE : Number(size);
    const filter = { ...wanted, eventId: params.eventId, before: scanIdIn(cursor) };
    const found = await readScans(records, { ...filter, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((scan) => showScan(scan, rules)),
      ...(found.length > limit && last !== undefined ? { nextCursor: String(last.scanId) } : {}),
    };
  });
  route(scope, parts, operations.reviewConflict, async ({ actor, params, request }) => {
    const { eventId } = params;
    const { rules } = await entranceHere(parts, actor, eventId);
    const scanId = Number(params.scanId);
    // Whoever asks for what is no conflict has changed nothing.
    const { conflict } = await findScan(rules, scanId);
    if (conflict === undefined) throw noConflict();
    const about = { action: 'reviewConflict', eventId, subject: `scan:${scanId}` };
    await logChange(records, { actor, request }, about, async () => {
      const isOne = await reviewConflict(records, { eventId, scanId, by: actor.name });
      if (!isOne) throw noConflict();
      return { result: undefined };
    });
    return await findScan(rules, scanId);
  });
  route(scope, parts, operations.decideLateScans, async ({ actor, params, body, request }) => {
    const { eventId, deviceId } = params;
    const scanning = await entranceHere(parts, actor, eventId);
    const device = await findDevice(params);
    const about = { action: 'decideLateScans', eventId, subject: `device:${deviceId}` };
    await logChange(records, { actor, request }, { ...about, after: body }, async () => {
      const as = { ...scanning, deviceId, name: device.name };
      const scans = await decideLateScans(records, as, body);
      return { result: undefined, after: { ...body, scans } };
    });
    return showDevice(await findDevice(params));
  });

  async function findScan(rules: EntranceRules, scanId: number): Promise<LoggedScan> {
    const scan = await readScan(records, { eventId: rules.eventId, scanId });
    if (scan === undefined) throw noConflict();
    return showScan(scan, rules);
  }

  async function findDevice(which: { eventId: string; deviceId: string }) {
    const [device] = await readDevices(records, which);
    if (device !== undefined) return device;
    throw new ApiError('DEVICE_NOT_FOUND', 'this event has no such device');
  }
}

function scanIdIn(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw invalidRequest({ path: 'cursor', message: 'must be the nextCursor of a page' });
}

function noConflict(): ApiError {
  return new ApiError('SCAN_NOT_FOUND', 'this event has no conflict with this id');
}
