import type { TSchema } from 'typebox';
import type { StaffOperation } from './access.ts';

/** The routes of the office for finding, changing, refunding and selling orders. */
export const ordersOperations = {} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const ordersSchemas: Record<string, TSchema> = {};
