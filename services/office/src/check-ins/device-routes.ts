import { ApiError, checkInsOperations } from '@onsale/contracts';
import {
  beginActivity,
  endActivity,
  type EntranceDevice,
  revokeDevice,
  signInDevice,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { deviceRoute } from '../access/device-route.ts';
import { type OpenRequest, publicRoute } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { findEntranceEvent } from '../entrance/find-entrance-event.ts';

/** Registers the routes by which devices sign in and out. */
export function registerDeviceRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, attempts } = parts;
  const operations = checkInsOperations;

  const signIn = async ({ body, request, reply }: OpenRequest<typeof operations.signInDevice>) => {
    const { code: typed, version } = body;
    const { device, token } = await attempts.make(request, { kind: 'device_code' }, async () => {
      const signedIn = await signInDevice(records, { typed, version });
      if (signedIn !== undefined) return signedIn;
      const message = 'this code was used before, is too old, or never was one';
      throw new ApiError('DEVICE_CODE_EXPIRED', message);
    });
    await note('signInDevice', device, request.id);
    const { deviceId, name, entranceId, eventId } = device;
    // Its code is gone: whatever else is away must not take the token with it.
    const event = await findEntranceEvent(parts, eventId).catch(() => ({ name: eventId }));
    reply.code(201);
    return {
      ...{ device: { deviceId, name, entranceId }, eventId, eventName: event.name, token },
    };
  };
  // It needs no session, so it can't be misused by a page with that of somebody else.
  publicRoute(scope, parts, operations.signInDevice, signIn, { fromPrograms: true });
  deviceRoute(scope, parts, operations.signOutDevice, async ({ device, request, reply }) => {
    await revokeDevice(records, device);
    await note('signOutDevice', device, request.id);
    reply.code(204);
    return null;
  });

  async function note(
    action: string,
    { deviceId, eventId, entranceId, name }: EntranceDevice,
    requestId: string,
  ): Promise<void> {
    const about = { action, eventId, subject: `device:${deviceId}`, after: { name, entranceId } };
    const actor = { id: deviceId, name };
    const activityId = await beginActivity(records, { ...about, actor, requestId });
    await endActivity(records, activityId, { outcome: 'done' });
  }
}
