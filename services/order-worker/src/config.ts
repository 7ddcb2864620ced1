import { Type } from '@onsale/contracts';
import { orderWayVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the order worker; docs/configuration.md has the same list. */
export const WorkerConfig = Type.Object({
  ...serviceVariables(5001),
  ...orderWayVariables,
  WORKER_BATCH: Type.Integer({
    default: 64,
    minimum: 1,
    maximum: 1000,
    description: 'Orders that are settled together; more is faster and blocks Redis for longer',
  }),
  WORKER_CLAIM_IDLE_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 3_600_000,
    description: 'An entry that was not settled for so long is taken from its worker',
  }),
  WORKER_MAX_DELIVERIES: Type.Integer({
    default: 5,
    minimum: 1,
    maximum: 1000,
    description: 'An entry that fails by itself so often becomes a dead letter',
  }),
});
export type WorkerConfig = Readonly<Static<typeof WorkerConfig>>;
