import { ApiError, type CheckInList, checkInsOperations } from '@onsale/contracts';
import { noteDevice, readCheckInList, readEntranceAsSet, readTicketKeys } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { type DeviceRequest, deviceRoute } from '../access/device-route.ts';
import type { OfficeParts } from '../app.ts';
import type { LiveEvents } from '../live/live-events.ts';

/** How often a device asks what has changed. */
const ASK_AGAIN_MS = 10_000;
/** By which part that is more or less, so that devices which were signed in together don't stay together. */
const SPREAD = 0.2;

/** Registers the route by which devices keep the list of tickets. */
export function registerListRoutes(
  scope: HttpServer,
  parts: OfficeParts,
  progress: Pick<LiveEvents<CheckInList['progress']>, 'read'>,
): void {
  const { records } = parts;
  const { getCheckInList } = checkInsOperations;

  const readList = async (
    { device, query }: DeviceRequest<typeof getCheckInList>,
    now: number,
  ): Promise<CheckInList> => {
    const { eventId, deviceId, name, entranceId } = device;
    const entrance = await readEntranceAsSet(records, eventId);
    if (entrance === undefined) {
      throw new ApiError('RECORDS_UNAVAILABLE', 'the event is not recorded yet', {
        retryAfterS: 5,
      });
    }
    const { rules, settings } = entrance;
    const { cursor, page } = query;
    const withNames = settings.namesOnDevices;
    const [part, keys, { expected, in: inside }] = await Promise.all([
      readCheckInList(records, { eventId, withNames, cursor, page }),
      readTicketKeys(records),
      progress.read(eventId),
    ]);
    return {
      ...{ now, device: { deviceId, name, entranceId }, rules, keys, ...part },
      progress: { expected, in: inside },
      askAgainInMs: Math.round(ASK_AGAIN_MS * (1 + SPREAD * (2 * Math.random() - 1))),
    };
  };

  deviceRoute(scope, parts, getCheckInList, async (asked) => {
    const now = Date.now();
    const { waiting, version, at } = asked.query;
    const list = await readList(asked, now);
    await noteDevice(records, asked.device.deviceId, {
      ...{ hasList: list.cursor !== undefined, version },
      waiting: waiting === undefined ? undefined : Number(waiting),
      clockOffMs: at === undefined ? undefined : Number(at) - now,
    });
    return list;
  });
}
