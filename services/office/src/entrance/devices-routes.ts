import { ApiError, type Device, entranceOperations, invalidRequest } from '@onsale/contracts';
import { addDevice, readDevices, revokeDevice, showDeviceCode } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findEntranceEvent } from './find-entrance-event.ts';
import { showDevice } from './show-device.ts';

/** Registers the routes of the team for the devices of an event. */
export function registerDevicesRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, config } = parts;
  const operations = entranceOperations;

  route(scope, parts, operations.listDevices, async ({ params }) => {
    await findEntranceEvent(parts, params.eventId);
    return { items: (await readDevices(records, params)).map(showDevice) };
  });
  route(scope, parts, operations.addDevice, async ({ actor, params, body, request, reply }) => {
    const { eventId } = params;
    await findEntranceEvent(parts, eventId);
    const about = { action: 'addDevice', eventId, subject: `event:${eventId}`, after: body };
    const added = await logChange(records, { actor, request }, about, async () => {
      const made = await addDevice(records, { ...body, eventId, createdBy: actor.name });
      if (made === 'no_entrance') throw noEntrance();
      if (made === 'too_many') {
        throw new ApiError('TOO_MANY_DEVICES', 'revoke devices of this event first');
      }
      const { deviceId, name } = made;
      return { result: made, after: { ...body, deviceId, name } };
    });
    reply.code(201);
    return {
      device: await findDevice(params, added.deviceId),
      code: showDeviceCode(added.code),
      url: deviceUrl(config.CONSOLE_URL, added.code),
    };
  });
  route(scope, parts, operations.revokeDevice, async ({ actor, params, request }) => {
    const { eventId, deviceId } = params;
    const { name, entranceId } = await findDevice(params, deviceId);
    const subject = `device:${deviceId}`;
    const about = { action: 'revokeDevice', eventId, subject, before: { name, entranceId } };
    await logChange(records, { actor, request }, about, async () => {
      if (!(await revokeDevice(records, params))) throw noDevice();
      return { result: undefined };
    });
    return await findDevice(params, deviceId);
  });

  async function findDevice({ eventId }: { eventId: string }, deviceId: string): Promise<Device> {
    const [device] = await readDevices(records, { eventId, deviceId });
    if (device === undefined) throw noDevice();
    return showDevice(device);
  }
}

// What stands behind the # is sent to no server, and so in no log.
function deviceUrl(consoleUrl: string, code: string): string {
  return `${consoleUrl.replace(/\/$/, '')}/checkin/#code=${code}`;
}

function noEntrance(): ApiError {
  return invalidRequest({ path: 'entranceId', message: 'must be an entrance of this event' });
}

function noDevice(): ApiError {
  return new ApiError('DEVICE_NOT_FOUND', 'this event has no such device');
}
