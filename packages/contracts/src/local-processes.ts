import type { Static } from 'typebox';
import type { Operation } from './operation.ts';
import { ErrorBody } from './schema.ts';
import { Type } from './type.ts';

/** The process to kill, by its name in the fleet. */
export const KillRequest = Type.Object(
  { instance: Type.String({ minLength: 1, maxLength: 128, description: 'As in the fleet' }) },
  { additionalProperties: false },
);
export type KillRequest = Static<typeof KillRequest>;

/** The process that was killed. */
export const KilledProcess = Type.Object({
  instance: Type.String(),
  service: Type.String({ examples: ['order-worker'] }),
});
export type KilledProcess = Static<typeof KilledProcess>;

/** What `npm start` alone offers: it has started the processes, so it can end them. */
export const localProcesses = {
  killProcess: {
    operationId: 'killProcess',
    method: 'POST',
    url: '/local/kill',
    summary: 'Kill a process at once, as a crash would (npm start only)',
    description:
      'It is started again at once. The reverse proxy of `npm start` alone leads here, from ' +
      'pages of the shop on a loopback host name.',
    schema: {
      body: KillRequest,
      response: {
        200: KilledProcess,
        400: ErrorBody,
        401: ErrorBody,
        404: ErrorBody,
        409: ErrorBody,
        503: ErrorBody,
      },
    },
  },
} as const satisfies Record<string, Operation>;
