import { ApiError, type StaffOperation } from '@onsale/contracts';
import { type EntranceDevice, findDevice } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OfficeParts } from '../app.ts';
import { authorize } from './authorize.ts';
import { type Answer, answer, duringOutages, open, type OpenRequest } from './route.ts';

/** A request of a device, validated. */
export interface DeviceRequest<Operation extends StaffOperation> extends OpenRequest<Operation> {
  device: EntranceDevice;
}

interface Options {
  /** Whether a device may use it that was revoked; `device.isRevoked` says so then. */
  takesRevoked?: boolean;
}

type Parts = Pick<OfficeParts, 'authenticate' | 'records'>;

/**
 * Serves a route for devices at an entrance, and for nobody else: what a member or an API key may do, they do
 * in the console. A device knows but its own event.
 */
export function deviceRoute<const Operation extends StaffOperation>(
  scope: HttpServer,
  parts: Parts,
  operation: Operation,
  handle: (request: DeviceRequest<Operation>) => Promise<Answer<Operation>> | Answer<Operation>,
  { takesRevoked = false }: Options = {},
): void {
  const { method, url, schema } = operation;
  scope.route({
    ...{ method, url, schema },
    onRequest: async (request, reply) => {
      const device = await duringOutages(async () => await deviceOf(parts, request, reply));
      if (device.isRevoked && !takesRevoked) {
        throw new ApiError('DEVICE_REVOKED', 'this device was signed out');
      }
      devices.set(request, device);
    },
    handler: async (request, reply) => {
      const device = devices.get(request) as EntranceDevice;
      const asked = { ...open(request, reply), device };
      return await answer(asked, handle);
    },
  });
}

const devices = new WeakMap<FastifyRequest, EntranceDevice>();

async function deviceOf(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<EntranceDevice> {
  const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  const device = token === undefined ? undefined : await findDevice(parts.records, token);
  if (device !== undefined) return device;
  const actor = await parts.authenticate(request, reply);
  if (actor !== undefined) authorize(actor, 'device', undefined);
  throw new ApiError('UNAUTHORIZED', 'sign this device in with a code from the console');
}
