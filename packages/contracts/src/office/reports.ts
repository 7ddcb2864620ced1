import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for sums and lists of what was sold, paid and refunded. */
export const reportsOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const reportsSchemas: Record<string, TSchema> = {};
